"""Conditions with everything the date settles put in: literals of the fact's own kind."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import assert_never

from careplay.meaning.clock import Clock, value_of
from careplay.model.conditions import (
    Compare,
    Condition,
    Known,
    Leaf,
    Missing,
    OneOf,
    Operand,
    Operator,
    TextCompare,
    mapped,
)
from careplay.model.types import DECIMALS, NUMERIC, Scalar, Type, Types
from careplay.planning.passes.flatten import flatten

_WIDE = Context(prec=100)


def in_flat_literals(condition: Condition, types: Types, clock: Clock) -> Condition:
    """The condition in literals, flat; the operand of a date or a moment is a date."""
    return flatten(in_literals(condition, types, clock))


def in_literals(condition: Condition, types: Types, clock: Clock) -> Condition:
    """The condition in literals, in the groups in which it was written."""
    return mapped(condition, lambda leaf: _leaf(leaf, types, clock))


def _leaf(leaf: Leaf, types: Types, clock: Clock) -> Condition:
    match leaf:
        case Compare(fact, operator, value):
            return compared(fact, operator, _value(value, clock), types[fact])
        case OneOf(fact, values):
            return _one_of(fact, [_value(value, clock) for value in values], types[fact])
        case TextCompare(fact, text_operator, text):
            return TextCompare(fact, text_operator, str(value_of(text, clock)))
        case Missing() | Known():
            return leaf
        case _:
            assert_never(leaf)


def _value(operand: Operand, clock: Clock) -> Scalar:
    value = value_of(operand, clock)
    return value.date() if isinstance(value, datetime) else value


def compared(fact: str, operator: Operator, value: Scalar, kind: Type) -> Condition:
    """A number that the fact's digits cannot hold is moved to the nearest that they can."""
    if kind not in NUMERIC or isinstance(value, (str, bool, date)):
        return Compare(fact, operator, value)
    exact = Decimal(value)
    unit = Decimal(1).scaleb(-DECIMALS[kind])
    if operator is Operator.EQUAL:
        held = exact.quantize(unit, ROUND_FLOOR, _WIDE)
        return Compare(fact, operator, held) if held == exact else OneOf(fact, ())
    rounding = ROUND_FLOOR if operator in {Operator.MORE, Operator.AT_MOST} else ROUND_CEILING
    return Compare(fact, operator, exact.quantize(unit, rounding, _WIDE))


def _one_of(fact: str, values: list[Scalar], kind: Type) -> Condition:
    parts = [compared(fact, Operator.EQUAL, value, kind) for value in values]
    held = (part.value for part in parts if isinstance(part, Compare))
    return OneOf(fact, tuple(dict.fromkeys(held)))
