"""Occasions counted from a date that a fact or an event tells: anniversaries, days after.

Each date is counted forward. ``planning/occasions.py`` counts back, and lists the dates that
are due on the day for all customers: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careplay.calendars.lunar import lunar_kept_in, to_lunar
from careplay.calendars.solar import anniversary_in
from careplay.engines.plain.events import event_entry, key_in, matching
from careplay.engines.plain.found import FoundOccasion, Subject
from careplay.engines.plain.leading import comes, led_to
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock
from careplay.meaning.events import date_of
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.facts import Calendar, Declared
from careplay.model.triggers import (
    After,
    Anniversary,
    LeapDay,
    LeapMonth,
    OfEvent,
    OfFact,
    ShortMonth,
    Source,
)
from careplay.model.types import Type


@dataclass(frozen=True, slots=True)
class SourcedDate:
    """A date, and what told it: an event, or a fact of that name."""

    date: date
    name: str
    """The fact's name or the event's key."""
    entry: tuple[str, str]
    event: Row | None = None


def after(trigger: After, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    """The dates from which the span has led to this day."""
    for told_date in dates_of(trigger.of, subject, clock):
        if comes(told_date.date, trigger.span, clock):
            name, day = told_date.name, told_date.date
            key = f"{name}:{day}" if dated(trigger.of) else name
            yield FoundOccasion(key, day, told_date.entry, told_date.event)


def dated(of: Source) -> bool:
    """Whether a date tells itself, so that it may move: a fact's or an attribute's."""
    return isinstance(of, OfFact) or of.attribute is not None


def anniversaries(
    trigger: Anniversary, subject: Subject, clock: Clock
) -> Iterator[FoundOccasion]:
    """The dates whose anniversary is a T; unsure where the calendar matters and is not told."""
    calendars, unsure = _calendars(trigger, subject)
    for told_date in dates_of(trigger.of, subject, clock):
        for day in led_to(trigger.before, clock):
            if any(is_kept(told_date.date, day, each, trigger) for each in calendars):
                key = f"{told_date.name}:{day}"
                yield FoundOccasion(key, day, told_date.entry, told_date.event, unsure)


def dates_of(of: Source, subject: Subject, clock: Clock) -> Iterator[SourcedDate]:
    """The dates a fact or the events of a type tell; a missing one is none."""
    match of:
        case OfFact(fact):
            if (day := date_of(subject.now.get(fact))) is not None:
                yield SourcedDate(day, fact, (fact, words.plain(day, Type.DATE)))
        case OfEvent(event, attribute, where):
            for row in matching(event, where, subject, clock):
                if (day := date_of(row.get(attribute or "at"))) is not None:
                    named = (f"{event}.{attribute}", words.plain(day, Type.DATE))
                    yield SourcedDate(
                        day, key_in(row, subject), named if attribute else event_entry(row), row
                    )


def is_kept(day: date, on: date, calendar: Calendar, trigger: Anniversary) -> bool:
    """Whether the anniversary of the day, in a later year, is kept on a date."""
    if calendar is Calendar.SOLAR:
        march_first = trigger.leap_day is LeapDay.MARCH_1
        return (
            day.year < on.year and anniversary_in(day, on.year, march_first=march_first) == on
        )
    try:
        born, now = to_lunar(day), to_lunar(on)
    except ValueError:  # the lunar calendar is not known for that time
        return False
    # The 30th of a year's short last month may be kept on the first day of the next year.
    return any(
        born.year < year
        and on
        == lunar_kept_in(
            born,
            year,
            leap_month_leap=trigger.leap_month is LeapMonth.LEAP,
            next_day=trigger.short_month is ShortMonth.NEXT_DAY,
        )
        for year in (now.year - 1, now.year)
    )


def _calendars(trigger: Anniversary, subject: Subject) -> tuple[tuple[Calendar, ...], str]:
    """The calendars by which the date may be kept; with two, the fact that does not tell."""
    fact = subject.declarations.get(trigger.of.fact) if isinstance(trigger.of, OfFact) else None
    if not isinstance(fact, Declared):
        return (Calendar.SOLAR,), ""
    if isinstance(fact.calendar, Calendar):
        return (fact.calendar,), ""
    word = subject.now.get(fact.calendar)
    if word in set(Calendar):
        return (Calendar(str(word)),), ""
    return (Calendar.SOLAR, Calendar.LUNAR), fact.calendar
