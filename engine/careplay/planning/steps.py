"""The steps of a plan: frozen values, closed unions, literals only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.model.business import Business, Person
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.facts import Aggregate, Gather, Hit
from careplay.model.rules import Action, Audience, Rule, Text
from careplay.model.types import Scalar, Type, Unit
from careplay.planning.probes import Column, Probe


@dataclass(frozen=True, slots=True)
class Measured:
    """An aggregate of each customer's events dated ``since`` to ``until``, both included."""

    column: Column
    aggregate: Aggregate
    event: str
    type: Type
    attribute: str | None
    where: Condition
    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class Ranked:
    """A tier or a top: names from the highest down, each with its cumulative share.

    The value is the first name whose share has room for everyone with as much or more;
    ``rest`` where none has; missing where the number is.
    """

    column: Column
    by: Column
    cuts: tuple[tuple[str | bool, Decimal], ...]
    rest: str | bool


@dataclass(frozen=True, slots=True)
class Held:
    """A segment: whether the condition holds, asked of columns of the same day."""

    column: Column
    condition: Condition


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of a decision table: what is answered where the condition is true."""

    condition: Condition
    value: Scalar | None


@dataclass(frozen=True, slots=True)
class Decided:
    """An output of a decision table: its rows in force, FIRST, UNIQUE or COLLECT."""

    column: Column
    type: Type
    hit: Hit
    rows: tuple[Choice, ...]
    otherwise: Scalar | None
    gather: Gather | None = None


Derived: TypeAlias = Ranked | Held | Decided


@dataclass(frozen=True, slots=True)
class Facts:
    """Relation one: what is known of each customer; strata in order of dependence."""

    told: tuple[str, ...]
    measured: tuple[Measured, ...]
    strata: tuple[tuple[Derived, ...], ...]


class Gap(Enum):
    """What only a row can tell of its occasion."""

    DAY = "the date found"
    AGE = "days since the date found"
    EVENT = "the event's key"
    MOMENT = "the event's moment"
    VALUE = "the value"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a trigger finds, and how it is told; shared by all rules that look for it."""

    probe: Probe
    key: tuple[str | Gap, ...]
    fact: str
    """The name of the first entry of ``because``."""
    value: str | Gap
    day: date | Gap
    """What the placeholder ``{occasion}`` stands for."""
    labels: tuple[tuple[str, str], ...] = ()
    """``holiday`` or ``solar_term`` and its name in the business's language."""
    own: str = ""
    """The fact that ``because`` need not repeat."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact that decided a match, where the guard is true."""

    fact: str
    guard: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Want:
    """A fact that an unknown condition wants: where all of one group are unknown."""

    fact: str
    unknown: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's condition, asked where the occasion is found."""

    rule: int
    """The index of the rule in ``Plan.rules``."""
    occasion: int
    """The index of the occasion in ``Plan.occasions``."""
    audience: Audience
    condition: Condition
    reasons: tuple[Reason, ...]
    wants: tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One role asked: the customer's own person by a fact, else a share of a pool."""

    role: str
    fact: str | None
    stores: tuple[tuple[str, tuple[str | None, ...]], ...]
    """The acting people of each store that has any in this role, in order of id."""
    elsewhere: tuple[str | None, ...]
    """The acting people of those without a store."""


@dataclass(frozen=True, slots=True)
class FromEvent:
    """A due moment counted from an attribute of the event; ``otherwise`` where that is missing.

    A moment is moved by so many units. A date is moved to ``by`` of that many days on; hours
    and minutes count from ``by``.
    """

    attribute: str
    amount: int
    unit: Unit
    by: time
    otherwise: datetime
    earliest: date | None = None
    """A moment on a day before it is moved to the same time of this day."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """When an action is due and who is asked, role after role, until somebody is found."""

    rule: int
    index: int
    """The action's place in its rule, from 0."""
    due: datetime | int | FromEvent
    """A moment; or hours after the event's moment; or as an attribute of the event says."""
    turns: tuple[Turn, ...]
    not_to: str = ""
    """The fact or attribute that names who is not asked."""


@dataclass(frozen=True, slots=True)
class Told:
    """An action as people read it; the texts keep only the gaps that a row must fill."""

    action: Action
    text: Text
    reason: Text
    checklist: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A name, and the condition under which it holds a customer's actions back."""

    hold: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Announced:
    """An action for the business or a store as one: all of it is known beforehand."""

    match: int
    scheduled: int
    key: str
    owner: str | None
    due: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """So many occasions of a rule that are known beforehand to want a fact; "" is the total."""

    rule: int
    fact: str
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to do for one business and one date."""

    business: Business
    day: date
    since: date
    """The first day no run has looked at yet."""
    rules: tuple[Rule, ...]
    """The rules that may find an occasion on the date, in their order."""
    types: Mapping[str, Type]
    """The type of every name that steps ask for: facts, ``event.amount``, ``event.at``."""
    records: tuple[Column, ...]
    """The flows and receptions whose cases and stays are asked, of the date or before it."""
    facts: Facts
    occasions: tuple[Occasion, ...]
    matches: tuple[Match, ...]
    schedule: tuple[Scheduled, ...]
    actions: tuple[Told, ...]
    """In step with ``schedule``."""
    announced: tuple[Announced, ...]
    left_open: tuple[Open, ...]
    acting: tuple[tuple[str, str | None], ...]
    """Who is absent, and who stands in on the date; everybody else acts for themselves."""
    names: tuple[tuple[str, str], ...]
    """The names of the people, by id."""
    people: tuple[Person, ...]
    held: Facts
    """What ``holds`` asks of each customer, apart from the other facts."""
    holds: tuple[Holding, ...]
