"""What a day is to one customer, rule by rule: the value that each output of it is made from.

Values are as they may be shown: what is personal is masked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from careplay.frozen import dataclass

if TYPE_CHECKING:
    from careplay.model.business import Business, Person


class Fate(StrEnum):
    """What became of a rule for the customer on the day, the most telling first."""

    DUE = "due"
    DEFERRED = "deferred"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
    UNDECIDED = "undecided"
    """A fact is missing without which nobody can tell."""
    REMEMBERED = "remembered"
    """All holds, but by what was told before, or by another occasion of the day, nothing is."""
    BARRED = "barred"
    """The occasion is there; the condition does not hold."""
    NO_OCCASION = "no_occasion"
    NOT_VALID = "not_valid"
    """The day lies outside its ``valid:``."""
    NOT_OF_CUSTOMERS = "not_of_customers"
    """It is for the business or its stores as one."""
    NOT_EXPLAINED = "not_explained"
    """A step of a flow or an item of a reception, of which nothing came."""


class Shift(StrEnum):
    """How the value would have had to be another."""

    MORE = "more"
    LESS = "less"
    LATER = "later"
    EARLIER = "earlier"
    OTHER = "other"
    MISSING = "missing"
    """It would have to be missing."""
    TOLD = "told"
    """It is missing, and would have to be told."""
    WAITS = "waits"
    """As days pass it comes true by itself."""
    HIDDEN = "hidden"
    """What it would have taken would tell what is personal."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What it would have taken for a cell to be answered otherwise."""

    way: Shift
    amount: str = ""
    """By how much, as a reason records it: of MORE and LESS; in days of the next three."""
    value: str = ""
    """A value that would do, the nearest there is; empty where none is told."""


@dataclass(frozen=True, slots=True)
class AskedCell:
    """One cell of a condition: what it asks of one fact, and what it saw."""

    fact: str
    label: str
    """What the business calls it."""
    truth: bool | None
    """None: unknown, for the fact is missing."""
    value: str | None
    """What it saw, as a reason records it; None where it is missing."""
    cell: str
    """As it is written; empty where a text or a channel cannot do without the fact."""
    need: Shortfall | None = None
    """What it would have taken for the answer to be another; None where none is wanted."""
    file: str = ""
    line: int = 0
    """Where it stands; 0 where that is nowhere."""
    below: tuple[AskedPart, ...] = ()
    """Of a segment, what that asks."""


class Joining(StrEnum):
    """How the parts of a condition go together."""

    ALL = "all"
    ANY = "any"
    NONE = "none"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """Several parts of a condition, as one."""

    joining: Joining
    truth: bool | None
    parts: tuple[AskedPart, ...]


AskedPart: TypeAlias = AskedCell | AskedGroup


@dataclass(frozen=True, slots=True)
class RuleAction:
    """An action that came of a rule, whatever became of it."""

    action_id: str
    status: str
    occasion: str
    verb: str
    role: str
    owner: str | None
    due_at: dt.datetime
    held_by: str | None = None
    """What blocked, deferred or outranked it, as ``actions`` says it."""
    limit: str = ""
    """The same in words."""
    deferred_to: dt.date | None = None
    winner: str = ""
    """The title of the rule that came first, where it is another of this customer."""


@dataclass(frozen=True, slots=True)
class SeenOccasion:
    """An occasion that the rule found, and its condition asked there."""

    key: str
    about: str
    """What gave it: an event and its moment, a fact and its date, a day of the calendar."""
    truth: bool | None
    asked: tuple[AskedPart, ...]


class Waited(StrEnum):
    """What a rule waits for that found no occasion."""

    CALENDAR = "calendar"
    """A day of the calendar."""
    DATE = "date"
    """A day counted from the date of a fact."""
    EVENT = "event"
    """An event of the day."""
    EVENT_DATE = "event_date"
    """A day counted from an event."""
    ABSENCE = "absence"
    """That an event has not been for so long."""
    ENTERS = "enters"
    LEAVES = "leaves"
    LEVEL = "level"
    """That a number passes a level."""


@dataclass(frozen=True, slots=True)
class WantedOccasion:
    """Why the rule found no occasion."""

    kind: Waited
    name: str = ""
    """The fact, segment or event that it looks at."""
    label: str = ""
    value: str | None = None
    """What it saw of that, as it may be shown; None where it is missing."""
    last: dt.date | None = None
    """When the occasion was last, as far as the data of the day tell."""
    next: dt.date | None = None
    """When it will be next, if nothing changes; None where that is not known or not near."""
    shortfall: Shortfall | None = None
    """Of a level, how far the nearest one is."""
    asked: tuple[AskedPart, ...] = ()
    """Of a segment, what that asks."""
    hidden: bool = False
    """Whether days are not told, for they would tell what is personal."""
    cell: str = ""
    """``when:`` as it is written."""


@dataclass(frozen=True, slots=True)
class ExplainedRule:
    """One rule, for the customer on the day."""

    rule: str
    title: str
    playbook: str
    file: str
    line: int
    fate: Fate
    actions: tuple[RuleAction, ...] = ()
    occasions: tuple[SeenOccasion, ...] = ()
    asked: tuple[AskedPart, ...] = ()
    """The condition as of the day, where there was no occasion."""
    wanted: WantedOccasion | None = None
    facts: tuple[str, ...] = ()
    """For want of which it is undecided, as the business calls them."""
    told_on: dt.date | None = None
    """The last day before on which it was told, where a day of it is kept."""
    once: str = ""
    """How often it may act, as the playbook's key: event, year, days, ever."""
    changes: tuple[AskedCell, ...] = ()
    """What would have to be otherwise, all of it, for the condition to hold; one as a rule."""
    sure: bool = False
    """Whether those alone would make the condition hold."""
    valid: str = ""
    """``valid:`` as dates, where the day lies outside."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Every rule that was asked about, for one customer on one day."""

    business: Business
    date: dt.date
    customer: str
    rules: tuple[ExplainedRule, ...]
    """In their order."""
    not_explained: tuple[str, ...] = ()
    """Flows and receptions, as they are called: steps and items are not explained yet."""
    of_business: tuple[str, ...] = ()
    """The titles of the rules that are for the business or its stores, and for no customer."""
    people: tuple[Person, ...] = field(default=(), repr=False)

    def report(self, form: str = "text") -> str:
        """All of it as ``text`` or ``html`` for people, or as ``json``."""
        module = import_module(f"careplay.outputs.explained_{form}")
        return str(module.report(self))

    def why_not(self) -> tuple[str, ...]:
        """One sentence for each rule: what became of it, and what stood in the way."""
        from careplay.outputs.explained_sentences import sentence  # noqa: PLC0415 - seldom

        return tuple(sentence(self, each) for each in self.rules)
