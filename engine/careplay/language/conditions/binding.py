"""A cell's condition, asked about one fact from one place."""

from __future__ import annotations

from dataclasses import replace

from careplay.diagnostics import Position
from careplay.model.conditions import Condition, mapped


def bound(condition: Condition, fact: str, at: Position) -> Condition:
    """The condition asked about this fact, from this place."""
    return mapped(condition, lambda leaf: replace(leaf, fact=fact, at=at))
