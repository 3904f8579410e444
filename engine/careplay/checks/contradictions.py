"""Pairs of questions about one fact that cannot both be answered yes.

Only what is certain is judged: a parameter has its value on a date, so it is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import TypeAlias, assert_never

from careplay.frozen import dataclass
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Leaf,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operand,
    Operator,
    Question,
    Since,
    Today,
    leaves_of,
)
from careplay.model.types import Parameter, Scalar, Unit

Pair: TypeAlias = tuple[Leaf, Leaf, bool]
"""Two questions; the flag says that the second must not be answered yes."""

DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
NUMBER, DATE, FROM_TODAY = "number", "date", "days from today"


@dataclass(frozen=True, slots=True)
class _Range:
    """The values a comparison lets through, along one scale."""

    scale: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False


def contradictions(condition: Condition) -> Iterator[Pair]:
    """The first pair of each part of the condition that can never hold."""
    yes, no = list(_required(condition)), list(_denied(condition))
    clash = next((pair for pair in combinations(yes, 2) if _clash(*pair)), None)
    barred = next(((a, b) for a in yes for b in no if _covers(b, a)), None)
    if clash is not None:
        yield (*clash, False)
    elif barred is not None:
        yield (*barred, True)
    for part in _apart(condition):
        yield from contradictions(part)


def only_values(condition: Condition, fact: str) -> frozenset[Scalar] | None:
    """The only values of the fact with which the condition may hold; None: others may."""
    asked = (_words(leaf) for leaf in _required(condition) if leaf.fact == fact)
    listed = [words for words in asked if words is not None]
    return frozenset.intersection(*listed) if listed else None


def _required(condition: Condition) -> Iterator[Leaf]:
    """The questions that must all be answered yes for the condition to hold."""
    match condition:
        case AllOf(parts):
            for part in parts:
                yield from _required(part)
        case AnyOf((part,)):
            yield from _required(part)
        case Question() | Missing():
            yield condition
        case NoneOf(parts):  # none: present is missing
            yield from (found for part in parts if (found := _not_present(part)) is not None)
        case AnyOf() | Not():
            return
        case _:
            assert_never(condition)


def _not_present(barred: Condition) -> Missing | None:
    """That the fact is missing, where it is barred from being present."""
    asked = (leaf for leaf in leaves_of(barred) if isinstance(leaf, Missing))
    return next((leaf for leaf in asked if barred == AllOf((Not(leaf),))), None)


def _denied(condition: Condition) -> Iterator[Leaf]:
    """The questions of which none may be answered yes."""
    match condition:
        case AllOf(parts):
            for part in parts:
                yield from _denied(part)
        case NoneOf(parts):
            for part in parts:
                found = tuple(_required(part))
                if len(found) == 1 and not any(True for _ in _apart(part)):
                    yield from found
        case Not(part):
            yield from _required(part)
        case AnyOf() | Question() | Missing():
            return
        case _:
            assert_never(condition)


def _apart(condition: Condition) -> Iterator[Condition]:
    """The parts that are judged on their own: alternatives, and what is barred."""
    match condition:
        case AllOf(parts):
            for part in parts:
                yield from _apart(part)
        case AnyOf(parts) | NoneOf(parts) if len(parts) > 1 or isinstance(condition, NoneOf):
            yield from parts
        case Not(part):
            yield from _apart(part)
        case AnyOf() | Question() | Missing():
            return
        case _:
            assert_never(condition)


def _clash(one: Leaf, other: Leaf) -> bool:
    """Whether no value answers both with yes."""
    if one.fact != other.fact:
        return False
    if isinstance(one, Missing) or isinstance(other, Missing):
        return type(one) is not type(other)
    words, more = _words(one), _words(other)
    if words is not None and more is not None:
        return not words & more
    here, there = _range(one), _range(other)
    return here is not None and there is not None and _apart_on_scale(here, there)


def _covers(barred: Leaf, asked: Leaf) -> bool:
    """Whether every value that the asked question lets through is barred."""
    if barred.fact != asked.fact:
        return False
    words, more = _words(barred), _words(asked)
    if words is not None and more is not None:
        return more <= words
    return barred == asked


def _words(leaf: Leaf) -> frozenset[Scalar] | None:
    """The only values that answer the question with yes; None where they cannot be listed."""
    match leaf:
        case Compare(_, Operator.EQUAL, value):
            values: tuple[Operand, ...] = (value,)
        case OneOf(_, values):
            pass
        case Question() | Missing():
            return None
        case _:
            assert_never(leaf)
    listed = frozenset(v for v in values if not isinstance(v, Parameter | Today | Since))
    return listed if len(listed) == len(set(values)) else None


def _range(leaf: Leaf) -> _Range | None:
    if not isinstance(leaf, Compare) or (end := _end(leaf.value)) is None:
        return None
    scale, value = end
    match leaf.operator:
        case Operator.EQUAL:
            return _Range(scale, value, value)
        case Operator.LESS | Operator.AT_MOST:
            return _Range(scale, high=value, high_open=leaf.operator is Operator.LESS)
        case Operator.MORE | Operator.AT_LEAST:
            return _Range(scale, low=value, low_open=leaf.operator is Operator.MORE)


def _end(value: Operand) -> tuple[str, Decimal] | None:
    """The value as a number on its scale; None where that is not certain."""
    match value:
        case bool() | str() | Parameter() | Since():
            return None
        case int() | Decimal():
            return NUMBER, Decimal(value)
        case date():
            return DATE, Decimal(value.toordinal())
        case Today(moved):
            amount, days = moved.amount, DAYS.get(moved.unit)
            if isinstance(amount, Parameter) or days is None:
                return None
            return FROM_TODAY, Decimal(-amount if moved.negative else amount) * days


def _apart_on_scale(one: _Range, other: _Range) -> bool:
    return one.scale == other.scale and (_below(one, other) or _below(other, one))


def _below(one: _Range, other: _Range) -> bool:
    """Whether all of one lies below all of the other."""
    if one.high is None or other.low is None:
        return False
    if one.high == other.low:
        return one.high_open or other.low_open
    return one.high < other.low
