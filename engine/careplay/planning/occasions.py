"""What each trigger looks for on the date: none where it cannot be due.

Dates are counted back from the day, for all customers at once. ``plain/kept.py`` and
``plain/changes.py`` count each forward, and ``plain/events.py`` absences: one proves the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import assert_never

from careplay.calendars import lunar, solar
from careplay.frozen import dataclass
from careplay.meaning.clock import number_of
from careplay.meaning.days import Late, answers
from careplay.meaning.standing import at_all
from careplay.model import words
from careplay.model.conditions import ALWAYS, AllOf, Compare, Condition, Operator
from careplay.model.facts import Calendar, Declared, Fact
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Every,
    Happens,
    Holiday,
    LeapDay,
    LeapMonth,
    Leaves,
    OfEvent,
    OfFact,
    ShortMonth,
    SolarTerm,
    Stands,
    Trigger,
)
from careplay.model.types import Type
from careplay.planning import special_days
from careplay.planning.absences import due, last_events, quiet
from careplay.planning.clock import ONE_DAY, BusinessClock, led_to
from careplay.planning.columns import NamesAsOf, names_as_of
from careplay.planning.conditions import in_flat_literals
from careplay.planning.days import AsOf
from careplay.planning.fact_steps import Measured
from careplay.planning.needed import attributes_of
from careplay.planning.passes.flatten import flatten
from careplay.planning.probes import (
    Dated,
    Days,
    Happened,
    Kept,
    Listed,
    Passed,
    Probe,
    Standing,
    Turned,
    Yearly,
)
from careplay.planning.recall import Before
from careplay.planning.standing import since_then
from careplay.planning.steps import Gap, Occasion


@dataclass(frozen=True, slots=True)
class Search:
    """What looking for occasions goes by."""

    clock: BusinessClock
    names: NamesAsOf
    before: NamesAsOf
    """Those of the day before."""
    facts: Mapping[str, Fact]
    attributes: Mapping[str, Type]
    last: Mapping[tuple[str, Condition], Measured]
    """By event type and condition, the step that finds the last event."""
    standing: bool
    """Whether records are also looked for of which earlier runs may have told."""
    late: Late
    ago: int


def search_on(day: AsOf, earlier: Before) -> Search:
    """What looking for the occasions of a day goes by.

    Where the day before is that of the last run, it is held against what that run knew.
    """
    clock = day.clock
    attributes = {"at": Type.MOMENT, **attributes_of(clock.business)}
    triggers = (rule.trigger for rule in day.rules)
    last = last_events(triggers, attributes, clock, day.ago)
    names = names_as_of(day.ago, clock.business)
    after_run = clock.day - ONE_DAY == earlier.last_run
    before = replace(names, ago=day.ago + 1, as_known=earlier.unseen and after_run)
    return Search(
        clock, names, before, clock.business.facts, attributes, last, earlier.earlier,
        day.late, day.ago,
    )  # fmt: skip


def sought(trigger: Trigger, search: Search) -> tuple[Occasion, ...]:  # noqa: C901, PLR0911, PLR0912 - a line a trigger
    """The occasions the trigger may find on the date, each with its probe."""
    match trigger:
        case Anniversary():
            return _anniversary(trigger, search)
        case After():
            return _after(trigger, search)
        case Absent():
            return _absence(trigger, search)
        case Happens(event, where):
            today = Listed((search.clock.day,))
            return _of_event(OfEvent(event, None, where), today, search, Gap.DAY, search.late)
        case Holiday():
            return special_days.festivals_of(trigger, search.clock)
        case SolarTerm():
            return special_days.terms_of(trigger, search.clock)
        case Every():
            return special_days.recurring(trigger, search.clock)
        case Enters(segment):
            return _turn(segment, search, to=True)
        case Leaves(segment):
            return _turn(segment, search, to=False)
        case Crosses():
            return _crossings(trigger, search)
        case Stands():
            return _standing(trigger, search)
        case _:
            assert_never(trigger)


def _anniversary(trigger: Anniversary, search: Search) -> tuple[Occasion, ...]:
    days = led_to(trigger.before, search.clock)
    return tuple(each for day in days for each in _anniversary_on(day, trigger, search))


def _anniversary_on(day: date, trigger: Anniversary, search: Search) -> tuple[Occasion, ...]:
    match trigger.of:
        case OfEvent():
            return _of_event(trigger.of, _solar(trigger, day), search, day, _only(search))
        case OfFact(fact):
            probe = _kept(fact, trigger, day, search)
            return (Occasion(probe, (f"{fact}:{day}",), fact, Gap.DAY, day, own=fact),)


def _kept(name: str, trigger: Anniversary, day: date, search: Search) -> Probe:
    fact, column = search.facts[name], search.names.of(name)
    calendar = fact.calendar if isinstance(fact, Declared) else Calendar.SOLAR
    match calendar:
        case Calendar.SOLAR:
            return Dated(column, _solar(trigger, day))
        case Calendar.LUNAR:
            return Dated(column, _lunar(trigger, day))
        case str():
            return Kept(
                column, search.names.of(calendar), _solar(trigger, day), _lunar(trigger, day)
            )


def _solar(trigger: Anniversary, day: date) -> Days:
    march_first = trigger.leap_day is LeapDay.MARCH_1
    return Yearly(solar.month_days_kept_on(day, march_first=march_first), day.year)


def _lunar(trigger: Anniversary, day: date) -> Days:
    try:
        return Listed(
            lunar.solar_dates_kept_on(
                day,
                leap_month_leap=trigger.leap_month is LeapMonth.LEAP,
                next_day=trigger.short_month is ShortMonth.NEXT_DAY,
            )
        )
    except ValueError:  # the lunar calendar is not known for that time
        return Listed(())


def _after(trigger: After, search: Search) -> tuple[Occasion, ...]:
    days = due(trigger.span, search.clock)
    match trigger.of:
        case OfEvent():
            late = search.late if answers(trigger, search.clock) else _only(search)
            return _of_event(trigger.of, days, search, Gap.DAY, late)
        case OfFact(fact):
            probe = Dated(search.names.of(fact), days)
            return (Occasion(probe, (f"{fact}:", Gap.DAY), fact, Gap.DAY, Gap.DAY, own=fact),)


def _only(search: Search) -> Late:
    """A rule that waits for its day is asked of late events as of that day alone."""
    return Late.ONLY if search.late is Late.ONLY else Late.AS_ANY


def _of_event(
    of: OfEvent, days: Days, search: Search, day: date | Gap, late: Late
) -> tuple[Occasion, ...]:
    """Of an anniversary the day is part of the key, and of an attribute the date it tells."""
    where: Condition = in_flat_literals(of.where, search.attributes, search.clock)
    if of.attribute and search.ago:
        # A day knows no event that was later than itself, whatever date that tells.
        where = flatten(AllOf((where, Compare("at", Operator.AT_MOST, search.clock.day))))
    probe = Happened(of.event, of.attribute, days, where, late)
    fact = f"{of.event}.{of.attribute}" if of.attribute else of.event
    key: tuple[str | Gap, ...] = (Gap.EVENT,)
    if not isinstance(day, Gap):
        key = (Gap.EVENT, f":{day}")
    elif of.attribute:
        key = (Gap.EVENT, ":", Gap.DAY)
    return (Occasion(probe, key, fact, Gap.DAY if of.attribute else Gap.MOMENT, day),)


def _standing(trigger: Stands, search: Search) -> tuple[Occasion, ...]:
    day = search.clock.day
    told = search.standing
    where = at_all(trigger.where) if told else trigger.where
    new = since_then(trigger.where) if told else ALWAYS
    begins = f"{trigger.record}:{day}/" if trigger.daily else f"{trigger.record}:"
    probe = Standing(
        trigger.record,
        in_flat_literals(where, search.attributes, search.clock),
        trigger.key,
        begins,
        day if trigger.daily else None,
        in_flat_literals(new, search.attributes, search.clock),
    )
    return (Occasion(probe, (Gap.EVENT,), trigger.record, Gap.VALUE, day),)


def _absence(trigger: Absent, search: Search) -> tuple[Occasion, ...]:
    where = in_flat_literals(trigger.where, search.attributes, search.clock)
    column = search.last[trigger.event, where].column
    probe = Dated(column, quiet(trigger, search.clock))
    key = (f"{trigger.event}:", Gap.DAY, "+", Gap.AGE)
    return (Occasion(probe, key, trigger.event, Gap.DAY, Gap.DAY),)


def _turn(fact: str, search: Search, *, to: bool) -> tuple[Occasion, ...]:
    if isinstance(search.facts[fact], Declared):  # told facts have no history
        return ()
    word, day = "enters" if to else "leaves", search.clock.day
    key, value = f"{word} {fact}:{day}", "true" if to else "false"
    probe = Turned(search.names.of(fact), search.before.of(fact), to)
    return (Occasion(probe, (key,), fact, value, day, own=fact),)


def _crossings(trigger: Crosses, search: Search) -> tuple[Occasion, ...]:
    fact, day = trigger.fact, search.clock.day
    if isinstance(search.facts[fact], Declared):
        return ()
    levels: dict[Decimal, None] = {
        number_of(level, search.clock): None for level in trigger.levels
    }
    now, before = search.names.of(fact), search.before.of(fact)
    return tuple(
        Occasion(
            Passed(now, before, level, trigger.direction),
            (f"{fact}:{words.plain(level, Type.NUMBER)}:{day}",),
            fact, Gap.VALUE, day, own=fact,
        )
        for level in levels
    )  # fmt: skip
