"""The lines of a person to the parts and blocks of his sheet: pure, so that all writers agree.

Actions whose texts differ in nothing but what is known of the customer are of one text: two
hundred greetings are one block with a list. Where they differ in what happened, in their steps
or their questions, each is a block of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from careplay.frozen import dataclass
from careplay.masks import MASK
from careplay.outputs.sheets.sheet import (
    SheetBlock,
    SheetEntry,
    SheetPart,
    SheetQuestion,
    TextGap,
    When,
)


@dataclass(frozen=True, slots=True)
class FilledGap:
    """What is known of the customer, in his text."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An action as it may be shown on a sheet, before it has its place."""

    title: str
    verb: str
    priority: str
    is_pressing: bool
    text: tuple[str | FilledGap, ...]
    steps: tuple[str, ...]
    questions: tuple[SheetQuestion, ...]
    results: tuple[str, ...]
    approve: str
    entry: SheetEntry

    @property
    def frame(self) -> tuple[object, ...]:
        """What is equal of the actions of one block."""
        text = tuple(
            each if isinstance(each, str) else TextGap(each.label) for each in self.text
        )
        return (
            *(self.title, self.verb, self.priority, text),
            *(self.steps, self.questions, self.results, self.approve),
        )


def joined(pieces: Iterable[str | FilledGap]) -> tuple[str | FilledGap, ...]:
    """The same text, in which no two strings follow one another, and none is empty."""
    found: list[str | FilledGap] = []
    for each in pieces:
        if isinstance(each, str) and found and isinstance(found[-1], str):
            found[-1] += each
        elif each:
            found.append(each)
    return tuple(found)


def parts_of(lines: Iterable[SheetLine], day: date) -> tuple[SheetPart, ...]:
    """The parts of a sheet that have something, each in the order of its lines."""
    found: dict[When, list[SheetLine]] = defaultdict(list)
    for line in lines:
        found[_when(line.entry, day)].append(line)
    return tuple(SheetPart(when, blocks_of(found[when])) for when in When if found[when])


def blocks_of(lines: Iterable[SheetLine]) -> tuple[SheetBlock, ...]:
    """The blocks of the lines, each in the place of its first line."""
    frames: dict[tuple[object, ...], list[SheetLine]] = defaultdict(list)
    for line in lines:
        frames[line.frame].append(line)
    return tuple(_block(each) for each in frames.values())


def _when(entry: SheetEntry, day: date) -> When:
    if entry.days_late:
        return When.LATE
    return When.TODAY if entry.due_on <= day else When.COMING


def _block(lines: Sequence[SheetLine]) -> SheetBlock:
    """What all the lines say is said once, for the block."""
    first = lines[0]
    alike = {n for n, each in enumerate(first.text) if all(o.text[n] == each for o in lines)}
    if len(lines) > 1:  # of two values that are masked alike nobody knows whether they are one
        alike = {n for n in alike if MASK not in _value(first.text[n])}
    text = tuple(
        _value(each) if isinstance(each, str) or n in alike else TextGap(each.label)
        for n, each in enumerate(first.text)
    )
    why = tuple(each for each in first.entry.why if all(each in o.entry.why for o in lines))
    is_one = all(line.entry.reason == first.entry.reason for line in lines)
    entries = tuple(
        replace(
            line.entry,
            fills=tuple(
                each.value
                for n, each in enumerate(line.text)
                if n not in alike and not isinstance(each, str)
            ),
            why=tuple(each for each in line.entry.why if each not in why),
            reason="" if is_one else line.entry.reason,
        )
        for line in lines
    )
    return SheetBlock(
        first.title,
        first.verb,
        first.priority,
        first.is_pressing,
        text,
        first.steps,
        first.questions,
        first.results,
        first.approve,
        why,
        first.entry.reason if is_one else "",
        entries,
    )


def _value(piece: str | FilledGap) -> str:
    return piece if isinstance(piece, str) else piece.value
