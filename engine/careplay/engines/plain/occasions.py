"""What a trigger finds for one customer on one day: none, one or several occasions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from careplay.engines.plain.changes import crossed, entered, left
from careplay.engines.plain.days import festivals, recurring, terms
from careplay.engines.plain.events import absent, came_late, happening
from careplay.engines.plain.found import FoundOccasion, Subject
from careplay.engines.plain.kept import after, anniversaries
from careplay.engines.plain.stands import standing_records
from careplay.meaning.clock import Clock
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Every,
    Happens,
    Holiday,
    Leaves,
    OfCalendar,
    OfFact,
    SolarTerm,
    Stands,
    Trigger,
)


def occasions(trigger: Trigger, subject: Subject, clock: Clock) -> tuple[FoundOccasion, ...]:
    """Every occasion, one for each key; of events with the same key the least one gives it."""
    found: dict[str, FoundOccasion] = {}
    for occasion in _found(trigger, subject, clock):
        found.setdefault(occasion.key, occasion)
    return (*found.values(), *_late(trigger, subject, clock))


def _late(trigger: Trigger, subject: Subject, clock: Clock) -> Iterable[FoundOccasion]:
    """Those of events that came in late; each date asks for itself."""
    found: dict[tuple[str, date], FoundOccasion] = {}
    for occasion in came_late(trigger, subject, clock):
        found.setdefault((occasion.key, occasion.date), occasion)
    return found.values()


def fact_of(trigger: Trigger) -> str | None:
    """The fact that an occasion of the trigger is about, where it is about one."""
    match trigger:
        case Anniversary(OfFact(fact)) | After(OfFact(fact)) | Crosses(fact):
            return fact
        case Enters(segment) | Leaves(segment):
            return segment
        case Anniversary() | After() | Absent() | Happens() | Stands():
            return None
        case OfCalendar():
            return None
        case _:
            assert_never(trigger)


def _found(trigger: Trigger, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    match trigger:
        case Anniversary():
            yield from anniversaries(trigger, subject, clock)
        case After():
            yield from after(trigger, subject, clock)
        case Absent():
            yield from absent(trigger, subject, clock)
        case Happens():
            yield from happening(trigger, subject, clock)
        case Stands():
            yield from standing_records(trigger, subject, clock)
        case Enters() | Leaves() | Crosses():
            yield from _of_changes(trigger, subject, clock)
        case OfCalendar():
            yield from _of_the_calendar(trigger, subject.country, clock)
        case _:
            assert_never(trigger)


def _of_changes(
    trigger: Enters | Leaves | Crosses, subject: Subject, clock: Clock
) -> Iterator[FoundOccasion]:
    match trigger:
        case Enters():
            return entered(trigger, subject, clock)
        case Leaves():
            return left(trigger, subject, clock)
        case Crosses():
            return crossed(trigger, subject, clock)
        case _:
            assert_never(trigger)


def _of_the_calendar(
    trigger: Holiday | SolarTerm | Every, country: str, clock: Clock
) -> Iterator[FoundOccasion]:
    match trigger:
        case Holiday():
            return festivals(trigger, country, clock)
        case SolarTerm():
            return terms(trigger, clock)
        case Every():
            return recurring(trigger, clock)
        case _:
            assert_never(trigger)
