"""The occasions that a customer itself gives, each as a condition on its facts.

Dates are found in SQL, by the days that a plan lists; a row tells whether they were.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from careplay.engines.sql.seam import occasion_column
from careplay.model.conditions import ALWAYS, AllOf, Compare, Condition, NoneOf, Operator
from careplay.model.triggers import Direction
from careplay.planning.conditions import compared
from careplay.planning.probes import (
    Always,
    Column,
    Dated,
    Happened,
    Kept,
    Passed,
    Returned,
    Standing,
    Turned,
)
from careplay.planning.steps import Plan


def gives(occasion: int, plan: Plan) -> Condition:
    """Whether a customer's row gives the occasion."""
    match plan.occasions[occasion].probe:
        case Always():
            return ALWAYS
        case Dated() | Kept():
            return _is(occasion_column(occasion), value=True)
        case Turned(now=column, before=before, to=to):
            now, then = _is(str(column), value=True), _is(str(before), value=True)
            return _changed(then, now) if to else _changed(now, then)
        case Passed() as probe:
            return _passed(probe, plan)
        case Happened() | Standing() | Returned():
            raise AssertionError("asked of events")
        case other:
            assert_never(other)


def _changed(before: Condition, after: Condition) -> Condition:
    """The one holds, and the other does not: it is false or unknown."""
    return AllOf((after, NoneOf((before,))))


def _passed(probe: Passed, plan: Plan) -> Condition:
    """A number that falls below a level was known before; one that reaches it may be new."""
    was_above = _level(probe.before, Operator.AT_LEAST, probe.level, plan)
    if probe.direction is Direction.REACHES:
        return _changed(was_above, _level(probe.now, Operator.AT_LEAST, probe.level, plan))
    return AllOf((_level(probe.now, Operator.LESS, probe.level, plan), was_above))


def _level(made: Column, operator: Operator, level: Decimal, plan: Plan) -> Condition:
    """A number held against a level, in digits that it can have."""
    return compared(str(made), operator, level, plan.types[str(made)])


def _is(name: str, *, value: bool) -> Condition:
    return Compare(name, Operator.EQUAL, value)
