"""Every kind of trigger with all its options."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from careplay.calendars.festivals import festivals_on
from careplay.calendars.terms import term_on
from careplay.model.triggers import (
    LAST,
    Absent,
    After,
    Anniversary,
    Crosses,
    Direction,
    Enters,
    Every,
    Happens,
    Holiday,
    LeapDay,
    LeapMonth,
    Leaves,
    OfEvent,
    OfFact,
    Period,
    ShortMonth,
    SolarTerm,
    Source,
    Trigger,
)
from careplay.model.types import NUMERIC, TIMES, Parameter, Span, Type, Unit
from strategies.choice import either
from strategies.conditions import sometimes
from strategies.dates import WHOLE_DAYS, spans
from strategies.world import DECLARED, EVENT_TYPES, Named, attributes

BEFORE = either(st.just(Span(0)), spans(Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS))
EVENTS = st.sampled_from([*EVENT_TYPES])
FESTIVALS = (
    "spring_festival", "spring_festival_eve", "mid_autumn", "dragon_boat", "national_day",
    "new_year", "tomb_sweeping", "winter_solstice", "thanksgiving", "lantern",
)  # fmt: skip
TERMS = (
    "start_of_spring", "winter_solstice", "pure_brightness", "start_of_autumn", "rain_water",
)  # fmt: skip


@st.composite
def of_events(draw: st.DrawFn) -> OfEvent:
    """Events of a type, by their moment or a date they tell, perhaps with a condition."""
    event = draw(EVENTS)
    told = attributes(event)
    dates = [each.name for each in told if each.type in TIMES]
    return OfEvent(event, draw(st.sampled_from([None, *dates])), draw(sometimes(told)))


def sources(known: Sequence[Named]) -> st.SearchStrategy[Source]:
    """A date fact, or events."""
    facts = [OfFact(each.name) for each in known if each.type in TIMES]
    return either(st.sampled_from(facts), of_events())


def anniversaries(known: Sequence[Named]) -> st.SearchStrategy[Trigger]:
    """Anniversaries under every policy."""
    return st.builds(
        Anniversary,
        either(sources(known), st.sampled_from([OfFact("birthday"), OfFact("lunar_day")])),
        BEFORE,
        st.sampled_from(LeapDay),
        st.sampled_from(LeapMonth),
        st.sampled_from(ShortMonth),
    )


@st.composite
def absences(draw: st.DrawFn) -> Absent:
    """Absences noticed once, again and again, or a few times."""
    event = draw(EVENTS)
    again = draw(st.none() | spans(Unit.DAYS, Unit.WEEKS, Unit.MONTHS))
    times = draw(st.none() | st.integers(1, 3)) if again else None
    span = draw(spans(Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS, least=1))
    return Absent(event, span, again, times, draw(sometimes(attributes(event))))


@st.composite
def happenings(draw: st.DrawFn) -> Happens:
    """Events as they come."""
    event = draw(EVENTS)
    return Happens(event, draw(sometimes(attributes(event))))


@st.composite
def recurrences(draw: st.DrawFn) -> Every:
    """Days of every period, told by number or by weekday."""
    period = draw(st.sampled_from(Period))
    before = draw(BEFORE)
    if period is Period.DAY:
        return Every(period, before=before)
    weekdays = st.integers(0, 6)
    if period is Period.WEEK:
        return Every(period, weekday=draw(st.none() | weekdays), before=before)
    most = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[period]
    month = None if most == 1 else draw(st.none() | st.integers(1, most))
    if draw(st.booleans()):
        day = draw(st.none() | st.sampled_from([1, 15, 28, 29, 30, 31, LAST]))
        return Every(period, month, day, before=before)
    nth = draw(st.sampled_from([None, 1, 2, 3, 4, 5, LAST]))
    return Every(period, month, nth=nth, weekday=draw(weekdays), before=before)


def calendar_triggers(day: date) -> st.SearchStrategy[Trigger]:
    """What the calendar alone gives: also for the business and its stores."""
    return either(
        st.just(Every(Period.DAY)),
        special_days(day, solar_terms=False),
        special_days(day, solar_terms=True),
        recurrences(),
    )


@st.composite
def special_days(draw: st.DrawFn, day: date, *, solar_terms: bool) -> Holiday | SolarTerm:
    """Festivals or terms that fall on the day, on one soon after, or elsewhere."""
    ahead = [day + timedelta(days=n) for n in range(8)]
    coming = [
        (name, Span((on - day).days))
        for on in ahead
        for name in ([term_on(on)] if solar_terms else festivals_on(on, "CN"))
        if name is not None
    ]
    elsewhere = (draw(st.sampled_from(TERMS if solar_terms else FESTIVALS)), draw(BEFORE))
    name, before = draw(st.sampled_from([*coming, elsewhere]))
    names = tuple(dict.fromkeys((name, elsewhere[0])))
    return SolarTerm(names, before) if solar_terms else Holiday(names, before)


def crossings(numbers: Sequence[str]) -> st.SearchStrategy[Trigger]:
    """Numbers that pass one level or several."""
    levels = st.sampled_from(
        [Decimal(1), Decimal(2), Decimal("2.5"), Decimal(10), Decimal(100), Parameter("gold")]
    )
    return st.builds(
        Crosses,
        st.sampled_from(numbers),
        st.lists(levels, min_size=1, max_size=3).map(tuple),
        st.sampled_from(Direction),
    )


def triggers(known: Sequence[Named], day: date) -> st.SearchStrategy[Trigger]:
    """Any trigger but those that wait for a change."""
    kinds: list[st.SearchStrategy[Trigger]] = [
        calendar_triggers(day),
        happenings(),
        st.builds(After, sources(known), spans(*WHOLE_DAYS, negative=True)),
        anniversaries(known),
        absences(),
    ]
    return either(*kinds)


def watching(known: Sequence[Named]) -> st.SearchStrategy[Trigger]:
    """Triggers that wait for a derived number or segment to change."""
    derived = [each for each in known if each.name not in DECLARED]
    numbers = [each.name for each in derived if each.type in NUMERIC]
    segments = [each.name for each in derived if each.type is Type.BOOLEAN]
    return either(crossings(numbers), changes(segments))


def changes(segments: Sequence[str]) -> st.SearchStrategy[Trigger]:
    """Segments entered or left."""
    names = st.sampled_from(segments)
    return either(st.builds(Enters, names), st.builds(Leaves, names))
