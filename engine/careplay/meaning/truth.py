"""What a condition means: true, false, or unknown (None)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, assert_never

from careplay.meaning.clock import Clock, value_of
from careplay.model.comparing import scalar_holds, text_holds
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    AnyQuestion,
    Compare,
    Condition,
    Known,
    Leaf,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operator,
    Question,
    TextCompare,
)
from careplay.model.types import Scalar

Row: TypeAlias = Mapping[str, Scalar | None]
"""The facts of one customer, or the attributes of one event; a name left out is missing."""

MutableRow: TypeAlias = dict[str, Scalar | None]
"""A row whose values are still being found."""

NOBODY: Row = {}
"""Whom a rule for the business or its stores looks at: every fact is missing."""


def truth(condition: Condition, row: Row, clock: Clock) -> bool | None:
    """Whether the condition is true of the row; None where that is unknown."""
    match condition:
        case AllOf(parts):
            return _settle((truth(part, row, clock) for part in parts), decisive=False)
        case AnyOf(parts):
            return _settle((truth(part, row, clock) for part in parts), decisive=True)
        case NoneOf(parts):
            return all(truth(part, row, clock) is not True for part in parts)
        case Not(part):
            answer = truth(part, row, clock)
            return None if answer is None else not answer
        case Missing(fact):
            return row.get(fact) is None
        case Question():
            value = row.get(condition.fact)
            return None if value is None else true_of(condition, value, clock)
        case _:
            assert_never(condition)


def may_leave_open(condition: Condition) -> tuple[Leaf, ...]:
    """The questions that, asked of a missing value, may leave the condition unknown."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return tuple(leaf for part in parts for leaf in may_leave_open(part))
        case Not(part):
            return may_leave_open(part)
        case NoneOf() | Missing():
            return ()
        case Question():
            return (condition,)
        case _:
            assert_never(condition)


def _settle(answers: Iterable[bool | None], *, decisive: bool) -> bool | None:
    """One decisive answer settles a group; failing that, one unknown leaves it open."""
    is_open = False
    for answer in answers:
        if answer is decisive:
            return decisive
        is_open = is_open or answer is None
    return None if is_open else not decisive


def true_of(leaf: AnyQuestion, value: Scalar, clock: Clock) -> bool:
    """Whether the question is true of a known value of its fact."""
    match leaf:
        case Compare(_, operator, other):
            return scalar_holds(operator, value, value_of(other, clock))
        case OneOf(_, values):
            return any(
                scalar_holds(Operator.EQUAL, value, value_of(each, clock)) for each in values
            )
        case TextCompare(_, text_operator, text):
            return text_holds(text_operator, str(value), str(value_of(text, clock)))
        case Known():
            return True
        case _:
            assert_never(leaf)
