"""Occasions that records give: cases of flows and stays, as they are on the date."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.plain.events import matching
from careplay.engines.plain.found import FoundOccasion, Subject
from careplay.meaning.clock import Clock
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.triggers import Stands


def standing_records(
    trigger: Stands, subject: Subject, clock: Clock
) -> Iterator[FoundOccasion]:
    """The customer's records of which the condition is true."""
    first = (str(clock.day),) if trigger.daily else ()
    for row in matching(trigger.record, trigger.where, subject, clock):
        told = tuple(_told(name, row, subject) for name in trigger.key)
        key = f"{trigger.record}:{'/'.join((*first, *told))}"
        yield FoundOccasion(key, clock.day, (trigger.record, told[-1] if told else ""), row)


def _told(name: str, row: Row, subject: Subject) -> str:
    value = row.get(name)
    return "" if value is None else words.plain(value, subject.attributes[name])
