"""One action, back to what it came of: the value that each output of it is made from.

Values are as they may be shown: what is personal is masked.
"""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING

from careplay.frozen import dataclass

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.outputs.explained import AskedPart


@dataclass(frozen=True, slots=True)
class KeptStep:
    """What a kept day says of the action."""

    date: dt.date
    status: str
    owner: str
    """The person's name; the role where nobody was found."""
    due_at: dt.datetime
    attempt: int | None = None
    held: str = ""
    """What blocked, deferred or outranked it, or why it was taken back, in words."""
    deferred_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SaidStep:
    """What people said became of it."""

    at: dt.datetime
    kind: str
    """One of ``OUTCOME_KINDS``."""
    until: dt.date | None = None
    """The day to which it was put off."""
    file: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class KnownValue:
    """One of the values that the action was told for."""

    fact: str
    words: str
    """The fact and its value as a list says it: ``tier A``, ``every month``."""
    value: str | None
    """As the kept day knew it; None where it was missing."""
    today: str | None = None
    """By today's data, as of that day."""
    differs: bool = False
    """Whether today's data say otherwise."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the data that it came of."""

    file: str
    row: int | None
    """None where the rows of the table have no number."""
    what: str
    """The event's type, as the business calls it; empty of the customer's own row."""
    at: dt.datetime | None = None
    told: tuple[tuple[str, str], ...] = ()
    """What it tells, by label."""


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows behind one value."""

    label: str
    rows: tuple[SourceRow, ...]
    """Those of the latest events, and the customer's own."""
    count: int
    """How many there are in all."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Everything that an action came of, and what became of it."""

    business: Business
    until: dt.date
    """The last day that is looked at."""
    action_id: str
    code: str
    customer: str
    """The key; empty where it is for the business or a store."""
    rule: str
    title: str
    text: str
    reason: str
    verb: str
    occasion: str
    file: str
    line: int
    """Where the rule is written; 0 where there is no such rule any more."""
    kept: tuple[KeptStep, ...]
    said: tuple[SaidStep, ...]
    as_of: dt.date
    """The kept day whose values are told: the first on which it stood."""
    known: tuple[KnownValue, ...]
    asked: tuple[AskedPart, ...] = ()
    """The condition, of what that day knew."""
    gone: bool = False
    """Whether today's data give no such occasion on that day."""
    compared: bool = True
    """Whether today's data could be asked: not of steps and items, nor of no customer."""
    rows: tuple[RowsOf, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether today's data say otherwise than the kept day."""
        return self.gone or any(each.differs for each in self.known)

    def report(self, form: str = "text") -> str:
        """All of it as ``text`` or ``html`` for people, or as ``json``."""
        return str(import_module(f"careplay.outputs.traced_{form}").report(self))
