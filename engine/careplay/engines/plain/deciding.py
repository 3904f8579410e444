"""Why a condition is true of a row, and what an unknown one wants.

``planning/reasons.py`` works the same out before any row is seen: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from careplay.meaning.clock import Clock
from careplay.meaning.truth import Row, truth
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Known,
    Leaf,
    Missing,
    NoneOf,
    Not,
    Question,
    leaves_of,
)


def wanted(condition: Condition, row: Row, clock: Clock) -> tuple[str, ...]:
    """The facts for want of which the condition is unknown, each once, in reading order."""
    return tuple(dict.fromkeys(_wanted(condition, row, clock)))


def deciding_facts(condition: Condition, row: Row, clock: Clock) -> tuple[str, ...]:
    """The facts that made the condition true, in the order in which it first asks for them.

    An ``AnyOf`` was decided by its true parts, a ``NoneOf`` by all it asks about. What a
    text needs (``Known``) decides nothing.
    """
    decided = _asked(_deciding(condition, row, clock))
    return tuple(fact for fact in _asked(leaves_of(condition)) if fact in decided)


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
        case Question():
            yield condition.fact
        case _:
            assert_never(condition)


def _asked(questions: Iterable[Leaf]) -> dict[str, None]:
    """The facts asked about, each once, in order; what a text needs is no question."""
    return dict.fromkeys(leaf.fact for leaf in questions if not isinstance(leaf, Known))


def _deciding(condition: Condition, row: Row, clock: Clock) -> Iterable[Leaf]:
    match condition:
        case AllOf(parts):
            for part in parts:
                yield from _deciding(part, row, clock)
        case AnyOf(parts):
            for part in parts:
                if truth(part, row, clock) is True:
                    yield from _deciding(part, row, clock)
        case Not(part):
            yield from _deciding(part, row, clock)
        case NoneOf() | Question() | Missing():
            yield from leaves_of(condition)
        case _:
            assert_never(condition)
