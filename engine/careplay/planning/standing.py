"""What records ask for as they stand, and which of it no earlier run can have told."""

from __future__ import annotations

from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    Compare,
    Condition,
    Leaf,
    Since,
    leaves_of,
    mapped,
)


def at_all(condition: Condition) -> Condition:
    """The condition with every question about the day of the last run answered by yes."""
    return mapped(condition, lambda leaf: ALWAYS if _asks_since(leaf) else leaf)


def since_then(condition: Condition) -> Condition:
    """What is true, of all of which ``at_all`` is true, where the condition is."""
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    return AllOf(tuple(each for each in parts if any(map(_asks_since, leaves_of(each)))))


def _asks_since(leaf: Leaf) -> bool:
    return isinstance(leaf, Compare) and isinstance(leaf.value, Since)
