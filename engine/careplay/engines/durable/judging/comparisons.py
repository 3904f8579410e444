"""What a message tells of a row, and the comparisons by which the package finds an answer.

The package compares a field of a flat message with a literal. It is asked only what it answers
exactly: about whole numbers that fit a double (of a type's smallest unit, or of days), and
whether short words are equal. What it would get wrong (the order of texts, what a text holds,
very large numbers) is told as a field of its own, the question's truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal
from enum import Enum
from typing import Any

from careplay.engines.durable.judging.chains import Link, TruthTest
from careplay.frozen import dataclass
from careplay.model.conditions import Compare, Leaf, Missing, Operator
from careplay.model.types import DECIMALS, TIMES, WORDS, Type, Types

LARGEST = 2**52
"""A number larger than this is told as this; below it, even halves fit a double."""
BEYOND = 2 * LARGEST
"""Told of a missing number where that is to be above all others, or below them."""
WORD = re.compile(r'[^"\\\x00-\x1f\x7f\ud800-\udfff]{0,500}')
"""A text that JSON writes as it is; the package counts lengths in 16 bits."""

_WIDE = Context(prec=100)
# The package reads whole literals as C longs, which have 32 bits on Windows.
_LONG = 2**31


class FieldEncoding(Enum):
    """What of a fact, or of a question about it, a field tells."""

    VALUE = "the value; nothing where missing"
    LOW = "the value; below all others where missing"
    HIGH = "the value; above all others where missing"
    MISSING = "1 where missing, else 0"
    TRUTH = "2 where the question is true, 1 where unknown, 0 where false"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message."""

    told: FieldEncoding
    fact: str
    leaf: Leaf | None = None
    """The question of ``FieldEncoding.TRUTH``."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field held against a literal in JSON; the operator has the package's name."""

    field: Field
    operator: str
    literal: str


_CALLED = {
    Operator.EQUAL: "$eq",
    Operator.LESS: "$lt",
    Operator.AT_MOST: "$lte",
    Operator.MORE: "$gt",
    Operator.AT_LEAST: "$gte",
}
_CONTRARY = {"$eq": "$neq", "$lt": "$gte", "$lte": "$gt", "$gt": "$lte", "$gte": "$lt"}
_TRUTHS = {
    TruthTest.TRUE: ("$eq", "2"),
    TruthTest.FALSE: ("$eq", "0"),
    TruthTest.NOT_TRUE: ("$lte", "1"),
    TruthTest.NOT_FALSE: ("$gte", "1"),
}


def comparison(link: Link, types: Types) -> Comparison:
    """The comparison that holds of a row where this is so."""
    leaf, said = link.leaf, link.said
    if isinstance(leaf, Missing):
        is_missing = "1" if said is TruthTest.TRUE else "0"
        return Comparison(Field(FieldEncoding.MISSING, leaf.fact), "$eq", is_missing)
    if isinstance(leaf, Compare):
        told, literal = _told(leaf.operator, said), _literal(leaf, types.get(leaf.fact))
        if told and literal:
            operator = _CALLED[leaf.operator]
            contrary = said in {TruthTest.FALSE, TruthTest.NOT_TRUE}
            called = _CONTRARY[operator] if contrary else operator
            return Comparison(Field(told, leaf.fact), called, literal)
    return Comparison(Field(FieldEncoding.TRUTH, leaf.fact, leaf), *_TRUTHS[said])


def units(kind: Type) -> Callable[[Any], int | Decimal]:
    """How many smallest units a number of this type has, and days a date; a truth is 0 or 1."""
    if kind in TIMES:
        return lambda value: value.toordinal()
    digits = DECIMALS.get(kind)
    if not digits:
        return lambda value: value
    return lambda value: Decimal(value).scaleb(digits, _WIDE)


def _told(operator: Operator, said: TruthTest) -> FieldEncoding | None:
    """The field that is right where the value is missing, too; None where there is none."""
    if said in {TruthTest.TRUE, TruthTest.FALSE}:
        return FieldEncoding.VALUE
    if operator is Operator.EQUAL:
        return FieldEncoding.LOW if said is TruthTest.NOT_TRUE else None
    upward = operator in {Operator.MORE, Operator.AT_LEAST}
    return FieldEncoding.HIGH if upward is (said is TruthTest.NOT_FALSE) else FieldEncoding.LOW


def _literal(leaf: Compare, kind: Type | None) -> str | None:
    """The operand in JSON; None where the package would not compare it exactly."""
    value = leaf.value
    if kind in WORDS:
        word = isinstance(value, str) and WORD.fullmatch(value)
        return f'"{value}"' if word and leaf.operator is Operator.EQUAL else None
    if kind is None or not isinstance(value, date if kind in TIMES else int | Decimal):
        return None
    number = Decimal(units(kind)(value))
    if number != int(number) or abs(number) >= LARGEST:
        return None
    return str(int(number)) if abs(number) < _LONG else f"{int(number)}.0"
