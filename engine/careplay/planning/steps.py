"""The steps of a plan: frozen values, closed unions, literals only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from careplay.calendars.working_time import DeadlineClock
from careplay.frozen import dataclass
from careplay.model.business import EventType
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.facts import Aggregate, Gather, Hit
from careplay.model.flows import Flow
from careplay.model.limits import Hold
from careplay.model.receptions import Reception
from careplay.model.rules import Audience, Category, Priority, Text, Verb
from careplay.model.types import Scalar, Type, Unit
from careplay.planning.limits import Settling
from careplay.planning.memory import Recall
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


DerivedStep: TypeAlias = Ranked | Held | Decided


@dataclass(frozen=True, slots=True)
class Facts:
    """Relation one: what is known of each customer; strata in order of dependence."""

    told: tuple[str, ...]
    measured: tuple[Measured, ...]
    strata: tuple[tuple[DerivedStep, ...], ...]

    @property
    def steps(self) -> tuple[Measured | DerivedStep, ...]:
        """All that is found out, in order."""
        return (*self.measured, *(step for stratum in self.strata for step in stratum))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return (*self.told, *(str(step.column) for step in self.steps))


class Gap(Enum):
    """What only a row can tell of its occasion."""

    DAY = "the date found"
    AGE = "days since the date found"
    EVENT = "the event's key"
    MOMENT = "the event's moment"
    VALUE = "the value"
    TOLD = "the value as told before"


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
    column: str = ""
    """The column that holds it, where that is not called as the fact."""

    @property
    def of(self) -> str:
        """The name of the column that holds the fact."""
        return self.column or self.fact


@dataclass(frozen=True, slots=True)
class Want:
    """A fact that an unknown condition wants: where all of one group are unknown."""

    fact: str
    unknown: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's condition, asked where the occasion is found.

    The names in conditions are those of columns: ``spend@1`` is the spend as of yesterday.
    """

    rule: int
    """The index of the rule in ``Plan.rules``."""
    occasion: int
    """The index of the occasion in ``Plan.occasions``."""
    audience: Audience
    condition: Condition
    reasons: tuple[Reason, ...]
    wants: tuple[Want, ...]
    actions: tuple[int, ...]
    """The indices of what is to be done, in ``Plan.schedule``."""
    ago: int = 0
    """As of so many days before the date; what was asked then is caught up with now."""
    several: bool = False
    """The same is asked of the events of several days, of each day by itself."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One role asked: the customer's own person by a fact, else a share of a pool."""

    role: str
    fact: str | None
    """The column of the customer's own person."""
    store: str
    """The column of the customer's store; empty where nothing tells it."""
    stores: tuple[tuple[str, tuple[str | None, ...]], ...]
    """The acting people of each store that has any in this role, in order of id."""
    elsewhere: tuple[str | None, ...]
    """The acting people of those without a store."""
    acting: tuple[tuple[str, str | None], ...] = ()
    """Who is absent, and who stands in, where the customer's own person is asked."""


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
class HoursAfterEvent:
    """So many hours after the event's moment."""

    amount: int
    earliest: date | None = None
    """A moment on a day before it is moved to the same time of this day."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """At ``by`` so many days after the event's date."""

    days: int
    by: time
    earliest: date
    """A moment on a day before it is moved to the same time of this day."""


@dataclass(frozen=True, slots=True)
class ByAge:
    """The moment that goes with how many days before the date the event was."""

    moments: tuple[datetime, ...]
    """From the date itself back; of an event before those ``otherwise``."""
    otherwise: datetime


DueMoment: TypeAlias = datetime | HoursAfterEvent | OnDay | ByAge | FromEvent


@dataclass(frozen=True, slots=True)
class Scheduled:
    """When an action is due and who is asked, role after role, until somebody is found."""

    rule: int
    """The index of the rule in ``Plan.rules``."""
    index: int
    """The action's place in its rule, from 0."""
    due: DueMoment
    turns: tuple[Turn, ...]
    not_to: str = ""
    """The column that names who is not asked."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A channel, and the columns that it needs to be known and to be true, if any."""

    channel: str
    needs: Column | None = None
    consent: Column | None = None


@dataclass(frozen=True, slots=True)
class ActionTemplate:
    """An action as people read it; the texts keep only the gaps that a row must fill."""

    verb: Verb
    category: Category
    role: str
    priority: Priority
    text: Text
    reason: Text = ()
    checklist: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    approve: str = ""
    ways: tuple[Rung, ...] = ()
    """In order of preference."""


@dataclass(frozen=True, slots=True)
class Named:
    """A rule as its actions name it."""

    id: str
    playbook: str
    title: str
    source: tuple[str, ...]
    place: int
    """Its place among all rules of the business."""
    first_id: str
    """The id that the ids of its actions are made of."""
    item: str = ""
    """The item of a reception that it tells."""


@dataclass(frozen=True, slots=True)
class CaseFold:
    """The cases of a flow, folded as of a day; its spans are numbers."""

    column: Column
    flow: Flow
    day: date
    clock: DeadlineClock
    asked: bool
    """Whether an occasion or a measure looks at them; odd events are told all the same."""
    begun: bool = True
    """Whether there may be any; there is nothing to fold where not."""


@dataclass(frozen=True, slots=True)
class StayFold:
    """The stays of a reception, folded as of a day."""

    column: Column
    reception: Reception
    day: date
    begun: bool = True
    """Whether there may be any; there is nothing to fold where not."""


Fold: TypeAlias = CaseFold | StayFold


@dataclass(frozen=True, slots=True)
class Holding:
    """A name, and the condition under which it holds a customer's actions back."""

    kind: Hold
    name: str
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
class Read:
    """A table that is read, with the columns that the business declares."""

    table: str
    """``customers``, ``events`` or ``staff``."""
    location: str
    """Where, as the business wrote it."""
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to do for one business and one date, from first table to last limit."""

    business: str
    """Its id."""
    language: str
    zone: str
    """The timezone, where its clocks change; else empty."""
    day: date
    reads: tuple[Read, ...]
    recall: Recall | None
    """What is made of earlier days beforehand; None where there are none."""
    rules: tuple[Named, ...]
    """The rules that may find an occasion, in their order."""
    types: Mapping[str, Type]
    """The type of every name that steps ask for: columns of facts, ``event.amount``."""
    event_types: Mapping[str, EventType]
    records: tuple[Fold, ...]
    """The cases and stays that are folded, of the date or of days before it."""
    facts: Facts
    occasions: tuple[Occasion, ...]
    matches: tuple[Match, ...]
    schedule: tuple[Scheduled, ...]
    actions: tuple[ActionTemplate, ...]
    """In step with ``schedule``."""
    announced: tuple[Announced, ...]
    left_open: tuple[Open, ...]
    names: tuple[tuple[str, str], ...]
    """The names of the people, by id."""
    held: Facts
    """What ``holds`` asks of each customer, apart from the other facts."""
    holds: tuple[Holding, ...]
    settling: tuple[Settling, ...] = ()
    """What earlier days and limits make of it; none where neither has a say."""
    former_keys: bool = False
    """Whether events of kept days may go by former keys, by which they are called then."""
    late_told: bool = False
    """Whether what came in late may have been told by one of them."""
