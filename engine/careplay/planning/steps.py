"""The steps of a plan: frozen values, closed unions, literals only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias

from careplay.calendars.working_time import DeadlineClock
from careplay.frozen import dataclass
from careplay.model.business import EventType
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.flows import Flow
from careplay.model.limits import Hold
from careplay.model.receptions import Reception
from careplay.model.rules import Audience
from careplay.model.types import Type
from careplay.planning.action_steps import ActionTemplate, Scheduled
from careplay.planning.fact_steps import Facts
from careplay.planning.limits import Settling
from careplay.planning.probes import Column, Probe
from careplay.planning.recall import Recall


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
    """Whether an occasion or a measure looks at them; odd events, and which are open, are told
    all the same."""
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
