"""A cell's condition, asked about one fact from one place."""

from __future__ import annotations

from dataclasses import replace

from careplay.diagnostics import Position
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Leaf,
    Missing,
    Not,
    Operator,
    mapped,
)

EARLIER = frozenset({Operator.LESS, Operator.AT_MOST})


def bound(
    condition: Condition, fact: str, at: Position, *, long_ago: bool = False
) -> Condition:
    """The condition asked about this fact, from this place.

    A fact that is ``long_ago`` where it is missing is then earlier than any date.
    """
    found = mapped(condition, lambda leaf: replace(leaf, fact=fact, at=at))
    return mapped(found, _before_all) if long_ago else found


def _before_all(leaf: Leaf) -> Condition:
    """The question, answered of who lacks the fact as of a date before all others."""
    if isinstance(leaf, Missing):
        return leaf
    missing = Missing(leaf.fact, leaf.at)
    if isinstance(leaf, Compare) and leaf.operator in EARLIER:
        return AnyOf((missing, leaf))
    return AllOf((Not(missing), leaf))
