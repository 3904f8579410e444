"""Occasions found by holding the day against the day before: segments and levels.

``planning/occasions.py`` makes columns of both days instead: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from careplay.engines.plain.found import FoundOccasion, Subject
from careplay.meaning.clock import Clock, number_of
from careplay.model import words
from careplay.model.facts import type_of
from careplay.model.triggers import Crosses, Direction, Enters, Leaves
from careplay.model.types import Scalar, Type


def entered(trigger: Enters, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    """Whether the segment is true now and was not (false or unknown) the day before."""
    name = trigger.segment
    if subject.now.get(name) is True and subject.before.get(name) is not True:
        yield FoundOccasion(f"enters {name}:{clock.day}", clock.day, (name, "true"))


def left(trigger: Leaves, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    """Whether the segment was true the day before and is not (false or unknown) now."""
    name = trigger.segment
    if subject.now.get(name) is not True and subject.before.get(name) is True:
        yield FoundOccasion(f"leaves {name}:{clock.day}", clock.day, (name, "false"))


def crossed(trigger: Crosses, subject: Subject, clock: Clock) -> Iterator[FoundOccasion]:
    """The levels passed since the day before, each as it stands now."""
    name = trigger.fact
    now, before = subject.now.get(name), subject.before.get(name)
    if now is None:
        return
    told = words.plain(now, type_of(subject.declarations[name]))
    for level in trigger.levels:
        number = number_of(level, clock)
        if _passed(before, now, number, trigger.direction):
            key = f"{name}:{words.plain(number, Type.NUMBER)}:{clock.day}"
            yield FoundOccasion(key, clock.day, (name, told))


def _passed(before: Scalar | None, now: Scalar, level: Decimal, direction: Direction) -> bool:
    above = Decimal(str(now)) >= level
    was_above = before is not None and Decimal(str(before)) >= level
    if direction is Direction.REACHES:
        return above and not was_above
    return not above and was_above
