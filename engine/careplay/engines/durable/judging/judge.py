"""Who decides conditions: one that answers questions about a row of named values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from careplay.engines.durable.programme import Questions
from careplay.model.types import Scalar

Row: TypeAlias = Mapping[str, Scalar | None]
"""Named values: a customer's facts, an event's attributes; a name left out is missing."""


class Judge(Protocol):
    """What ``careplay.meaning.truth`` says of conditions whose operands are literals."""

    def holding(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of the conditions that are true of the row."""

    def failing(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of those that are false; the others are true or unknown."""
