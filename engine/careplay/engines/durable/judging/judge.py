"""Who decides conditions: one that answers questions about a row of named values."""

from __future__ import annotations

from typing import Protocol

from careplay.engines.durable.programme import Questions
from careplay.meaning.truth import Row


class Judge(Protocol):
    """What ``careplay.meaning.truth`` says of conditions whose operands are literals."""

    def holding(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of the conditions that are true of the row."""

    def failing(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of those that are false; the others are true or unknown."""
