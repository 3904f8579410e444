"""Occasions that events give: that one happened, or that none did for a while.

``planning/occasions.py`` and ``planning/clock.py`` count absences back from the day: one proves
the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from careplay.engines.plain.found import FoundOccasion, Subject
from careplay.engines.plain.leading import comes
from careplay.meaning.clock import Clock, amount_of, moved
from careplay.meaning.days import answers
from careplay.meaning.event_keys import event_key
from careplay.meaning.events import day_of, moment_of
from careplay.meaning.truth import Row, truth
from careplay.model import words
from careplay.model.conditions import Condition
from careplay.model.triggers import Absent, After, Happens, OfEvent, Trigger
from careplay.model.types import Type


def seen(events: Iterable[Row], day: date) -> tuple[Row, ...]:
    """The events up to the end of a day, the least first: by moment, then by attributes.

    A missing attribute comes last. So where two events go by one key, the first stands.
    """
    return tuple(sorted((event for event in events if day_of(event) <= day), key=least))


def key_in(event: Row, subject: Subject) -> str:
    """What tells an event from the customer's others."""
    return event_key(event, subject.event_types[str(event["type"])])


def matching(event: str, where: Condition, subject: Subject, clock: Clock) -> Iterator[Row]:
    """The customer's events of a type of which a condition is true."""
    return _true_of(subject.events, event, where, clock)


def _true_of(
    events: Iterable[Row], event: str, where: Condition, clock: Clock
) -> Iterator[Row]:
    for row in events:
        if row["type"] == event and truth(where, row, clock) is True:
            yield row


def happening(trigger: Happens, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    """The events of this very day."""
    for event in matching(trigger.event, trigger.where, subject, clock):
        if day_of(event) == clock.day:
            yield FoundOccasion(key_in(event, subject), clock.day, event_entry(event), event)


def came_late(trigger: Trigger, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    """The events that a rule answers only now, for no run knew them on their day."""
    if not answers(trigger, clock):
        return
    of = trigger.of if isinstance(trigger, After) else trigger
    if isinstance(of, OfEvent | Happens):
        for event in _true_of(subject.late, of.event, of.where, clock):
            key, day = key_in(event, subject), day_of(event)
            yield FoundOccasion(key, day, event_entry(event), event, late=True)


def event_entry(event: Row) -> tuple[str, str]:
    """What an event says of itself among the reasons."""
    return str(event["type"]), words.plain(moment_of(event), Type.MOMENT)


def absent(trigger: Absent, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    """Whether this is a day to notice how long ago the last event was."""
    seen = [day_of(row) for row in matching(trigger.event, trigger.where, subject, clock)]
    if not seen or clock.day not in _noticed(trigger, max(seen), clock):
        return
    last = max(seen)
    key = f"{trigger.event}:{last}+{(clock.day - last).days}"
    yield FoundOccasion(key, last, (trigger.event, words.plain(last, Type.DATE)))


def _noticed(trigger: Absent, last: date, clock: Clock) -> Iterator[date]:
    """The days, up to this one, on which an absence since ``last`` is noticed."""
    if comes(last, trigger.span, clock):
        yield clock.day
    try:
        first = due = moved(last, trigger.span, clock)
    except ValueError:  # past the end of the calendar
        return
    if trigger.again is None or amount_of(trigger.again, clock) < 1:
        return
    times = 0
    while due < clock.day and times != trigger.times:
        times += 1
        due = moved(first, trigger.again, clock, times)
        yield due


def least(event: Row) -> tuple[Any, ...]:
    """By what events are in order."""
    attributes = sorted(event.keys() - {"customer_id", "type", "at", "key"})
    told = ((event[name] is None, event[name]) for name in attributes)
    return (moment_of(event), *told)
