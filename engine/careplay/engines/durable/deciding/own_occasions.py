"""The occasions that a customer itself gives, each as a condition on its facts.

Dates are found in SQL, by the days that a plan lists; a row tells whether they were.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from careplay.engines.sql.occasions import column_of
from careplay.model.conditions import ALWAYS, AllOf, Compare, Condition, NoneOf, Operator
from careplay.model.triggers import Direction
from careplay.planning.clock import clock_on
from careplay.planning.conditions import literal
from careplay.planning.probes import (
    Always,
    Column,
    Dated,
    Happened,
    Kept,
    Passed,
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
            return _is(column_of(occasion), value=True)
        case Turned(fact, to):
            now, then = _is(fact, value=True), _is(str(Column(fact, 1)), value=True)
            return _changed(then, now) if to else _changed(now, then)
        case Passed(fact, level, direction):
            return _passed(fact, level, direction, plan)
        case Happened() | Standing():
            raise AssertionError("asked of events")
        case other:
            assert_never(other)


def _changed(before: Condition, after: Condition) -> Condition:
    """The one holds, and the other does not: it is false or unknown."""
    return AllOf((after, NoneOf((before,))))


def _passed(fact: str, level: Decimal, direction: Direction, plan: Plan) -> Condition:
    """A number that falls below a level was known before; one that reaches it may be new."""
    now, then = Column(fact), Column(fact, 1)
    was_above = _level(then, Operator.AT_LEAST, level, plan)
    if direction is Direction.REACHES:
        return _changed(was_above, _level(now, Operator.AT_LEAST, level, plan))
    return AllOf((_level(now, Operator.LESS, level, plan), was_above))


def _level(made: Column, operator: Operator, level: Decimal, plan: Plan) -> Condition:
    """A number held against a level, in digits that it can have."""
    name = str(made)
    clock = clock_on(plan.business, plan.day, plan.since)
    return literal(Compare(name, operator, level), {name: plan.types[made.fact]}, clock)


def _is(name: str, *, value: bool) -> Condition:
    return Compare(name, Operator.EQUAL, value)
