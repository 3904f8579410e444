"""What can be known about a customer: told by the business, or found in the events.

A fact is one name with one type, wherever it comes from; conditions, templates
and other facts ask for it by that name.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, assert_never

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.conditions import ALWAYS, Condition, facts_of
from careplay.model.types import Parameter, Scalar, Span, Type
from careplay.model.written import AS_USUAL, WrittenForms


class Calendar(StrEnum):
    """The calendar by which a date is kept each year."""

    SOLAR = "solar"
    LUNAR = "lunar"


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact the customer table holds, one column each."""

    name: str
    type: Type
    choices: tuple[str, ...] = ()
    column: str = ""
    """The column's heading in the data; the name itself unless told otherwise."""
    calendar: Calendar | str = Calendar.SOLAR
    """How a date is kept each year; a string names the fact that tells it."""
    written: Calendar = Calendar.SOLAR
    """How a lunar customer's date is written in the data (sources turn it solar)."""
    label: str = ""
    personal: bool = False
    visible_to: tuple[str, ...] = ()
    """The roles that see it whole in their own list, where it is personal."""
    mark: bool = False
    """Whether a value of it makes the customer special; of a boolean, whether it is true."""
    form: WrittenForms = AS_USUAL
    """How its cells are written, where that is not as the rest of the table."""
    at: Position = field(default=NOWHERE, compare=False, repr=False)


class Aggregate(StrEnum):
    """How a measure sums up a customer's events."""

    SUM = "sum"
    COUNT = "count"
    LATEST = "latest"
    EARLIEST = "earliest"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Measure:
    """What the events say: ``{sum: amount, of: purchase, within: 12 months}``.

    Events count up to the end of the as-of date. A window of N days holds the
    events dated from the as-of date minus N days to the as-of date, both included.
    No events: sum and count are 0; latest, earliest and average are missing.
    An event that lacks the attribute takes no part. An average is rounded half away
    from zero to 6 digits. ``latest``/``earliest`` without an attribute give the
    event's moment; with one, the greatest/least value of the attribute (a date or moment).
    """

    name: str
    aggregate: Aggregate
    event: str
    type: Type
    attribute: str | None = None
    where: Condition = ALWAYS
    within: Span | None = None
    label: str = ""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Top:
    """Whether a customer is in the leading share: ``{top: 20%, by: spend_12m}``.

    True for those who would be in a first tier of that share (see Tier); missing where the
    number is missing.
    """

    name: str
    share: Decimal
    """A fraction: 20% is 0.2."""
    by: str
    label: str = ""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tier:
    """Customers ranked by a number and cut by share: ``{重要: 1%, 次要: 19%, …}``.

    With n customers whose number is known, the tiers up to and including this one hold at
    most ceil(cumulative share * n) of them. Customers with equal numbers are never
    parted: where they do not all fit, they go to the lower tier together. The last
    tier takes the rest. A customer whose number is missing has no tier.
    """

    name: str
    by: str
    shares: tuple[tuple[str, Decimal], ...]
    """Tier names from the highest down, each with its fraction; they add up to 1."""
    label: str = ""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """A named condition; a boolean fact, missing where the condition is unknown."""

    name: str
    condition: Condition
    label: str = ""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)


class Hit(StrEnum):
    """What a decision table answers when several of its rows hold."""

    FIRST = "first"
    """The row written first."""
    UNIQUE = "unique"
    """Only ever one row may hold; where several do, the answer is missing."""
    COLLECT = "collect"
    """All of them, put together by ``Gather``."""
    PRIORITY = "priority"
    """The row whose output stands first in ``Decision.ranking``; of equals, the first."""


class Gather(StrEnum):
    """How the outputs of the rows that hold are put together."""

    LIST = "list"
    """As text, in order of the rows, each value once, joined with a comma and a space."""
    SUM = "sum"
    LEAST = "least"
    MOST = "most"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row of a decision table, for one of its outputs.

    It holds when its condition is true; unknown does not hold. A row with dates holds only as
    of days from ``since`` to ``until``, both included.
    """

    id: str
    condition: Condition
    value: Scalar | Parameter | None
    """None where the row says nothing of this output: it holds, and its answer is missing."""
    since: date | None = None
    until: date | None = None
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """One output of a decision table: a fact called as the table, or ``<table>.<output>``.

    No row holds: ``otherwise`` (None: missing; COUNT: 0, SUM: 0 where no ``else`` is written).
    Values of missing outputs take no part in collecting.
    """

    name: str
    table: str
    type: Type
    hit: Hit
    rows: tuple[DecisionRow, ...]
    otherwise: Scalar | Parameter | None = None
    choices: tuple[str, ...] = ()
    gather: Gather = Gather.LIST
    ranking: tuple[Scalar, ...] = ()
    label: str = ""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)


Derived: TypeAlias = Measure | Top | Tier | Segment | Decision
Fact: TypeAlias = Declared | Derived


def type_of(fact: Fact) -> Type:
    """The type of the fact's values."""
    match fact:
        case Declared() | Measure() | Decision():
            return fact.type
        case Tier():
            return Type.CHOICE
        case Top() | Segment():
            return Type.BOOLEAN


def choices_of(fact: Fact) -> tuple[str, ...]:
    """The values a choice may take; empty for every other type."""
    match fact:
        case Declared() | Decision():
            return fact.choices
        case Tier():
            return tuple(name for name, _ in fact.shares)
        case Measure() | Top() | Segment():
            return ()


def parts_of(fact: Derived) -> tuple[str, ...]:
    """The facts that a derived fact is made of, each once."""
    match fact:
        case Measure():
            return ()
        case Top() | Tier():
            return (fact.by,)
        case Segment():
            return facts_of(fact.condition)
        case Decision():
            return tuple(dict.fromkeys(n for row in fact.rows for n in facts_of(row.condition)))
        case _:
            assert_never(fact)
