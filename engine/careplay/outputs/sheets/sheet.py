"""A task sheet: the open work of one person on a day, as every writer of sheets takes it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from careplay.frozen import dataclass
from careplay.model.types import Type


class When(StrEnum):
    """The parts of a sheet, in order."""

    LATE = "late"
    TODAY = "today"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class TextGap:
    """A place in a text that each customer fills with something of his own."""

    label: str


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """What is to be asked: a blank, or the answers that there are."""

    label: str
    choices: tuple[str, ...] = ()
    type: Type | None = None
    """What kind of value the answer is; None where any words are one."""
    is_outcome: bool = False
    """Whether it is asked how a step came out."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One action: for whom it is, and what is said of him alone."""

    customer: str
    """His key; empty where it is done for the business or a store."""
    name: str
    """As it may be shown on this sheet; empty where it is not known."""
    by: str
    """The channel as people call it; empty where the action has none."""
    address: str
    """What reaches him by that channel, such as his phone."""
    due_at: dt.datetime
    due_on: dt.date
    """The day on which it is to be done, later than it was due where it was put off."""
    days_late: int
    fills: tuple[str, ...] = ()
    """What fills the gaps of the block's text, in order."""
    why: tuple[str, ...] = ()
    """What decided of this one besides, in words."""
    reason: str = ""
    """Why the customer cares."""
    remarks: str = ""
    """What is to be said besides, such as that it is the second attempt."""
    marks: tuple[str, ...] = ()
    """What makes the customer special, in words."""
    code: str = ""
    """The short code by which people name it; empty of days kept before there were codes."""
    action_id: str = ""
    changed_on: dt.date | None = None
    """The day on which something was last told or said of it."""


@dataclass(frozen=True, slots=True)
class GoneEntry:
    """An action that was this person's lately and is to be done by him no more."""

    action_id: str
    code: str
    customer: str
    verb: str
    title: str
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """Actions of one text: what is said of all of them, and a list of entries."""

    title: str
    verb: str
    priority: str
    """In words; empty where it is as pressing as most."""
    is_pressing: bool
    text: tuple[str | TextGap, ...]
    steps: tuple[str, ...]
    questions: tuple[SheetQuestion, ...]
    results: tuple[str, ...]
    """What may be said of what became of it, in words; of a step its outcomes."""
    approve: str
    """Who must approve; empty where nobody must."""
    why: tuple[str, ...]
    """What decided of all of them, in words."""
    reason: str
    entries: tuple[SheetEntry, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What is late, what is to be done today, or what is coming."""

    when: When
    blocks: tuple[SheetBlock, ...]

    @property
    def count(self) -> int:
        """How many actions there are."""
        return sum(len(each.entries) for each in self.blocks)


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """The open work of one person at the end of a day, or of a role that nobody has."""

    business_id: str
    business: str
    language: str
    date: dt.date
    key: str
    """The person's id; of a role that nobody has its name."""
    person: str
    """The person's name, or the role's in brackets."""
    only: str = ""
    """The role of which alone it holds the work; empty where it holds all of it."""
    parts: tuple[SheetPart, ...] = ()
    """Those that have something, in order."""
    timezone: str = "UTC"
    """By whose clocks all of it is."""
    gone: tuple[GoneEntry, ...] = ()
    """What is his no more, by when it was due; known where it was asked for."""
    expected: frozenset[str] = frozenset()
    """The ids of the actions that were not told yet, where the coming days were asked for."""

    @property
    def specials(self) -> tuple[SheetEntry, ...]:
        """An entry of each customer who has marks, in the order of the sheet."""
        entries = (e for part in self.parts for block in part.blocks for e in block.entries)
        found = {(each.customer, each.marks): each for each in reversed([*entries])}
        return tuple(each for each in reversed(found.values()) if each.marks)

    @property
    def actions(self) -> int:
        """How many actions are open."""
        return sum(part.count for part in self.parts)

    @property
    def late(self) -> int:
        """How many of them should have been done before the day."""
        return sum(part.count for part in self.parts if part.when is When.LATE)

    def written(self, form: str = "html") -> bytes:
        """The sheet in a form of ``careplay.SHEETS``; OutputError of any other."""
        from careplay.outputs import sheets  # noqa: PLC0415 - Jinja is asked for by one form

        return sheets.written(self, form)
