"""Questions as they are numbered: conditions that are asked together, each group once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import assert_never

from careplay.engines.durable.programme import Questions
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Known,
    Missing,
    NoneOf,
    Not,
    OneOf,
)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The questions so far, in order; the same conditions have one number."""

    found: dict[tuple[Condition, ...], Questions] = field(default_factory=dict)

    def questions(self, conditions: Iterable[Condition]) -> Questions:
        """The conditions as questions, in their order."""
        asked = tuple(conditions)
        return self.found.setdefault(asked, Questions(len(self.found), asked))


def renamed(condition: Condition, name: Callable[[str], str]) -> Condition:
    """The condition, asking for other names."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return type(condition)(tuple(renamed(part, name) for part in parts))
        case Not(part):
            return Not(renamed(part, name))
        case Compare() | OneOf() | Contains() | Missing() | Known():
            return replace(condition, fact=name(condition.fact))
        case _:
            assert_never(condition)
