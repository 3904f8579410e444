"""The judge of careplay's own process: conditions mean what ``plain`` says they mean."""

from __future__ import annotations

from datetime import date

from careplay.calendars.working import WorkingDays
from careplay.engines.durable.judging.judge import Row
from careplay.engines.durable.programme import Questions
from careplay.engines.plain.clock import Clock
from careplay.engines.plain.truth import truth

_NEVER = Clock(date.min, {}, WorkingDays("", frozenset()))
"""Literals ask nothing of a clock."""


class Plain:
    """Decides by the plain engine's ``truth``."""

    def holding(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of the conditions that are true of the row."""
        return _places(questions, row, answer=True)

    def failing(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of those that are false; the others are true or unknown."""
        return _places(questions, row, answer=False)


def _places(questions: Questions, row: Row, *, answer: bool) -> frozenset[int]:
    return frozenset(
        place
        for place, condition in enumerate(questions.conditions)
        if truth(condition, row, _NEVER) is answer
    )
