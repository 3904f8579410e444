"""Invariants: what must not come about, whoever the customer and whatever the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.conditions import AllOf
from careplay.model.stories import is_of

RULE = "rule"


@dataclass(frozen=True, slots=True)
class Invariant:
    """That an action of some kind is never told for a customer of whom a condition is true."""

    id: str
    title: str
    actions: Mapping[str, tuple[str, ...]]
    """What the action may be, by column of ``ACTION_COLUMNS``; {} for any."""
    condition: AllOf
    """True of everybody where it asks nothing."""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    def speaks_of(self, row: Mapping[str, object]) -> bool:
        """Whether the action, by the names of its columns, is of that kind."""
        return all(
            any(_is(str(row[column] or ""), each, column) for each in values)
            for column, values in self.actions.items()
        )


def _is(told: str, value: str, column: str) -> bool:
    return is_of(told, value) if column == RULE else told == value
