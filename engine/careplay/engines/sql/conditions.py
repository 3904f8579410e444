"""A folded condition as a SQL expression of three-valued logic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import assert_never

from careplay.engines.sql.build import (
    FALSE,
    TRUE,
    Sql,
    among,
    both,
    call,
    case,
    cast,
    coalesce,
    either,
    infix,
    is_not_null,
    is_null,
    negated,
    value,
)
from careplay.engines.sql.days import OPERATORS, compared_by_day
from careplay.frozen import dataclass
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Leaf,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operand,
    Operator,
    Question,
    Since,
    TextCompare,
    TextOperator,
    Today,
)
from careplay.model.types import Parameter, Scalar, Type


@dataclass(frozen=True, slots=True)
class ConditionColumns:
    """Where the names of a condition are found, and what type they have."""

    types: Mapping[str, Type]
    column: Callable[[str], Sql]

    def date(self, fact: str) -> Sql:
        """The fact's date."""
        found = self.column(fact)
        return cast(found, "DATE") if self.types[fact] is Type.MOMENT else found


def holds(condition: Condition, names: ConditionColumns) -> Sql:
    """Whether the condition holds; NULL where that is unknown."""
    match condition:
        case AllOf(parts):
            return both(*(holds(part, names) for part in parts))
        case AnyOf(parts):
            return either(*(holds(part, names) for part in parts))
        case NoneOf(parts):
            known = (_known(part, names) for part in parts)
            return negated(either(*known))
        case Not(part):
            return negated(holds(part, names))
        case Question() | Missing():
            return _leaf(condition, names)
        case _:
            assert_never(condition)


def unknown(condition: Condition, names: ConditionColumns) -> Sql:
    """Whether the condition is neither true nor false."""
    if isinstance(condition, Known):
        return is_null(names.column(condition.fact))
    return is_null(holds(condition, names))


def is_always(condition: Condition) -> bool:
    """Whether there is nothing to ask."""
    return isinstance(condition, AllOf) and not condition.parts


def _known(part: Condition, names: ConditionColumns) -> Sql:
    """Whether the part is true; never NULL."""
    asked = holds(part, names)
    return asked if isinstance(part, Missing | NoneOf) else coalesce(asked, FALSE)


def _text(operator: TextOperator, text: Sql, other: Sql) -> Sql:
    match operator:
        case TextOperator.CONTAINS:
            return call("contains", text, other)
        case _:
            assert_never(operator)


def _leaf(leaf: Leaf, names: ConditionColumns) -> Sql:
    match leaf:
        case Missing(fact):
            return is_null(names.column(fact))
        case Known(fact):
            return case([(is_not_null(names.column(fact)), TRUE)])
        case TextCompare(fact, text_operator, text):
            return _text(text_operator, names.column(fact), value(str(text)))
        case OneOf(fact, ()):
            return case([(is_not_null(names.column(fact)), FALSE)])
        case OneOf(fact, values):
            return among(names.date(fact), (_scalar(each) for each in values))
        case Compare(fact, operator, operand):
            return _compared(fact, operator, _scalar(operand), names)
        case _:
            assert_never(leaf)


def _compared(fact: str, operator: Operator, other: Scalar, names: ConditionColumns) -> Sql:
    found = names.column(fact)
    if names.types[fact] is Type.MOMENT and isinstance(other, date):
        return compared_by_day(found, operator, other)
    return infix(found, OPERATORS[operator], value(other))


def _scalar(operand: Operand) -> Scalar:
    assert not isinstance(operand, Parameter | Today | Since)  # noqa: S101 - the plan holds literals
    return operand
