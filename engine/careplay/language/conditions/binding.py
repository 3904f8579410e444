"""A cell's condition, asked about one fact from one place."""

from __future__ import annotations

from careplay.diagnostics import Position
from careplay.model.conditions import (
    AllOf,
    Compare,
    Condition,
    Contains,
    Missing,
    Not,
    OneOf,
)


def bound(condition: Condition, fact: str, at: Position) -> Condition:
    """The condition asked about this fact, from this place."""
    match condition:
        case Compare(_, operator, value):
            return Compare(fact, operator, value, at)
        case OneOf(_, values):
            return OneOf(fact, values, at)
        case Contains(_, text):
            return Contains(fact, text, at)
        case Not(part):
            return Not(bound(part, fact, at))
        case AllOf(parts):
            return AllOf(tuple(bound(part, fact, at) for part in parts))
        case _:  # no other condition is a cell
            return Missing(fact, at)
