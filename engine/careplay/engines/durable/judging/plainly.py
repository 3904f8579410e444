"""The judge of careplay's own process: conditions mean what ``meaning`` says they mean."""

from __future__ import annotations

from careplay.engines.durable.programme import Questions
from careplay.meaning.clock import TIMELESS
from careplay.meaning.truth import Row, truth


class PlainJudge:
    """Decides by ``truth`` itself."""

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
        if truth(condition, row, TIMELESS) is answer
    )
