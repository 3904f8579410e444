"""How each column of the facts is found: measured, ranked, held or decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.model.conditions import Condition
from careplay.model.facts import Aggregate, Gather, Hit
from careplay.model.types import Scalar, Type
from careplay.planning.probes import Column


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
