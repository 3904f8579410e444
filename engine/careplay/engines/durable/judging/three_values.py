"""Questions put to a judge, as far as they need asking.

``ALWAYS`` is true of every row; and a condition that does not hold is false, not unknown,
where nothing is missing that could leave it open.
"""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.durable.judging.judge import Judge
from careplay.engines.durable.programme import Questions
from careplay.meaning.truth import Row, may_leave_open
from careplay.model.conditions import ALWAYS, Condition

NONE: frozenset[int] = frozenset()


class Asking:
    """The three values that conditions have, asked of a judge."""

    __slots__ = ("_always", "_judge", "_open")

    def __init__(self, questions: Sequence[Questions], judge: Judge) -> None:
        """All the questions there are, each at the place of its number."""
        self._judge = judge
        self._always = [_always(each) for each in questions]
        self._open = [tuple(map(_may_leave_open, each.conditions)) for each in questions]

    def holding(self, questions: Questions, row: Row) -> frozenset[int]:
        """The places of the conditions that are true of the row."""
        always = self._always[questions.number]
        if len(always) == len(questions.conditions):
            return always
        return self._judge.holding(questions, row)

    def unknown(
        self, questions: Questions, row: Row, holding: frozenset[int]
    ) -> frozenset[int]:
        """The places of those that are neither true nor false; ``holding`` are the true."""
        known = {name for name, value in row.items() if value is not None}
        may_be = frozenset(
            place
            for place, names in enumerate(self._open[questions.number])
            if not names <= known and place not in holding
        )
        return may_be - self._judge.failing(questions, row) if may_be else NONE


def _always(questions: Questions) -> frozenset[int]:
    return frozenset(n for n, each in enumerate(questions.conditions) if each == ALWAYS)


def _may_leave_open(condition: Condition) -> frozenset[str]:
    """The names without which the condition may be unknown."""
    return frozenset(leaf.fact for leaf in may_leave_open(condition))
