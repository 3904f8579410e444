"""What the fields of a message tell of a row of named values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import floor
from typing import TypeAlias, assert_never

from careplay.engines.durable.judging.comparisons import (
    BEYOND,
    LARGEST,
    WORD,
    Field,
    FieldEncoding,
    units,
)
from careplay.meaning.clock import TIMELESS
from careplay.meaning.truth import true_of
from careplay.model.comparing import size
from careplay.model.conditions import Leaf, Missing, OneOf, Operand, Question
from careplay.model.types import WORDS, Scalar, Type, Types

FieldEncoder: TypeAlias = Callable[[Scalar | None], str | None]
"""A fact's value to what a field tells of it, in JSON; None where it tells nothing."""

OTHER = '"\\\\"'
"""Told of a text that is no ``WORD``, and of a missing one: no literal is written so."""


def telling(field: Field, types: Types) -> FieldEncoder:
    """What the field tells of its fact's value."""
    match field.told:
        case FieldEncoding.MISSING:
            return lambda value: "1" if value is None else "0"
        case FieldEncoding.TRUTH:
            assert field.leaf is not None  # noqa: S101 - so it is made
            true = _truth(field.leaf)
            return lambda value: "1" if value is None else "2" if true(value) else "0"
        case FieldEncoding.VALUE | FieldEncoding.LOW | FieldEncoding.HIGH:
            kind = types[field.fact]
            return _value(kind, _where_missing(field.told, kind))
        case _:
            assert_never(field.told)


def _where_missing(told: FieldEncoding, kind: Type) -> str | None:
    if told is FieldEncoding.VALUE:
        return None
    if kind in WORDS:
        return OTHER
    return str(-BEYOND if told is FieldEncoding.LOW else BEYOND)


def _value(kind: Type, missing: str | None) -> FieldEncoder:
    if kind in WORDS:
        return lambda value: missing if value is None else _word(str(value))
    count = units(kind)
    return lambda value: missing if value is None else _number(count(value))


def _word(text: str) -> str:
    return f'"{text}"' if WORD.fullmatch(text) else OTHER


def _number(number: int | Decimal) -> str:
    whole = int(number)
    if not -LARGEST < whole < LARGEST:
        return str(LARGEST if whole > 0 else -LARGEST)
    # Digits past the smallest unit say no more than that it is no whole number of it.
    return str(whole) if whole == number else str(floor(number) + 0.5)


def _truth(leaf: Leaf) -> Callable[[Scalar], bool]:
    """Whether the question is true of a known value, as careplay itself compares."""
    match leaf:
        case OneOf(_, values):
            listed = frozenset(size(_scalar(each)) for each in values)
            return lambda value: size(value) in listed
        case Question():
            return lambda value: true_of(leaf, value, TIMELESS)
        case Missing():
            return lambda value: False
        case _:
            assert_never(leaf)


def _scalar(operand: Operand) -> Scalar:
    assert isinstance(operand, str | int | Decimal | date)  # noqa: S101 - the plan holds literals
    return operand
