"""What a condition means: true, false, or unknown (None)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, assert_never

from careplay.engines.plain.clock import Clock, value_of
from careplay.model.comparing import holds
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Known,
    Leaf,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operator,
    leaves,
)
from careplay.model.types import Scalar

Row: TypeAlias = Mapping[str, Scalar | None]
"""The facts of one customer, or the attributes of one event; a name left out is missing."""


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
        case _:
            value = row.get(condition.fact)
            return None if value is None else _answer(condition, value, clock)


def wanted(condition: Condition, row: Row, clock: Clock) -> tuple[str, ...]:
    """The facts for want of which the condition is unknown, each once, in reading order."""
    return tuple(dict.fromkeys(_wanted(condition, row, clock)))


def deciding(condition: Condition, row: Row, clock: Clock) -> tuple[str, ...]:
    """The facts that made the condition true, in the order in which it first asks for them.

    An ``AnyOf`` was decided by its true parts, a ``NoneOf`` by all it asks about. What a
    text needs (``Known``) decides nothing.
    """
    decided = _asked(_deciding(condition, row, clock))
    return tuple(fact for fact in _asked(leaves(condition)) if fact in decided)


def _settle(answers: Iterable[bool | None], *, decisive: bool) -> bool | None:
    """One decisive answer settles a group; failing that, one unknown leaves it open."""
    given = set(answers)
    if decisive in given:
        return decisive
    return None if None in given else not decisive


def _answer(leaf: Compare | OneOf | Contains | Known, value: Scalar, clock: Clock) -> bool:
    match leaf:
        case Known():
            return True
        case Contains(_, text):
            return str(value_of(text, clock)) in str(value)
        case OneOf(_, values):
            return any(holds(Operator.EQUAL, value, value_of(each, clock)) for each in values)
        case Compare(_, operator, other):
            return holds(operator, value, value_of(other, clock))
        case _:
            assert_never(leaf)


def _wanted(condition: Condition, row: Row, clock: Clock) -> Iterable[str]:
    if truth(condition, row, clock) is not None:
        return
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _wanted(part, row, clock)
        case Not(part):
            yield from _wanted(part, row, clock)
        case NoneOf() | Missing():
            raise AssertionError("always known")
        case _:
            yield condition.fact


def _asked(questions: Iterable[Leaf]) -> dict[str, None]:
    """The facts asked about, each once, in order; what a text needs is no question."""
    return dict.fromkeys(leaf.fact for leaf in questions if not isinstance(leaf, Known))


def _deciding(condition: Condition, row: Row, clock: Clock) -> Iterable[Leaf]:
    match condition:
        case AllOf(parts):
            decided = parts
        case AnyOf(parts):
            decided = tuple(part for part in parts if truth(part, row, clock) is True)
        case Not(part):
            decided = (part,)
        case NoneOf():
            yield from leaves(condition)
            return
        case _:
            yield condition
            return
    for part in decided:
        yield from _deciding(part, row, clock)
