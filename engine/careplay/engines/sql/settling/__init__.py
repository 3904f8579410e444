"""Earlier days and limits in SQL: what becomes of what the rules ask for.

The statements are plain text over relations, one step after the other as in the model's
docstrings. Steps that have nothing to do give none.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.settling import (
    capacity,
    exclusive,
    fresh,
    holding,
    memory,
    quiet,
    returning,
    rules,
    told,
    windows,
    withdrawing,
)
from careplay.engines.sql.settling.given import Given

__all__ = ["Given", "statements"]


def statements(given: Given) -> Iterator[str]:
    """The statements that make the view ``actions``, in order."""
    yield rules.statement(given)
    yield fresh.asked(given)
    before = (memory, fresh, withdrawing, returning)
    limits = (quiet, holding, exclusive, windows, capacity)
    steps = (*before, *limits, told)
    for step in steps:
        yield from step.statements(given)
