"""How one value is held against another, in whatever engine or proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Any, TypeAlias, assert_never

from careplay.model.conditions import Operator, TextOperator
from careplay.model.types import Scalar

Size: TypeAlias = "Decimal | str"
"""A value as it compares: a date by its number, a truth as 0 or 1."""

_HOLDS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: eq,
    Operator.LESS: lt,
    Operator.AT_MOST: le,
    Operator.MORE: gt,
    Operator.AT_LEAST: ge,
}


def scalar_holds(operator: Operator, value: Scalar, other: Scalar) -> bool:
    """Whether the value stands to the other as the operator says."""
    return _HOLDS[operator](size(value), size(other))


def text_holds(operator: TextOperator, text: str, other: str) -> bool:
    """Whether the text stands to the other as the operator says."""
    match operator:
        case TextOperator.CONTAINS:
            return other in text
        case _:
            assert_never(operator)


def size(value: Scalar) -> Size:
    """The value, as it compares: dates and moments by their day."""
    match value:
        case datetime():
            return Decimal(value.date().toordinal())
        case date():
            return Decimal(value.toordinal())
        case str():
            return value
        case int() | Decimal():
            return Decimal(value)
