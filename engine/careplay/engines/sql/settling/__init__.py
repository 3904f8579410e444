"""Earlier days and limits in SQL: what becomes of what the rules ask for.

The statements are plain text over relations, one step of the plan after the other.
``plain/settling`` does the same by hand, row after row: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from careplay.engines.sql import letting_go, recalling, taking_back
from careplay.engines.sql.pieces import Sql, Statement
from careplay.engines.sql.probed import RETURNED
from careplay.engines.sql.settling import (
    capacity,
    exclusive,
    fresh,
    holding,
    keeping,
    left,
    memory,
    moving,
    quiet,
    returning,
    stays,
    told,
    windows,
    withdrawing,
)
from careplay.engines.sql.settling.given import BEGUN, ROWS, Given
from careplay.planning.limits import Alone, Capacity, HoldBack, KeepModes, Quiet, Room, Settling
from careplay.planning.memory import (
    Anew,
    ChangedStays,
    MovedDeadlines,
    Return,
    SetAside,
    Tell,
    Withdraw,
)
from careplay.sources.columns import quoted

__all__ = ["PASSING", "TOLD", "Given", "statements"]

TOLD = (told.SETTLED, keeping.LASTING)
"""The tables, in quotes, on which the views of the actions and of modes stand."""
PASSING = (
    memory.SAID, memory.COMING, recalling.UNDECIDED, memory.LATEST, fresh.FRESH,
    *taking_back.TABLES, letting_go.OVER, left.LEFT, withdrawing.GONE, ROWS, told.AGAIN,
    quoted(RETURNED), BEGUN, moving.MOVED, memory.ASIDE, stays.CHANGED, stays.TOLD_ITEMS,
)  # fmt: skip
"""Those of which nothing is asked once they are made."""


def statements(steps: Iterable[Settling], given: Given, asked: str) -> Iterator[Statement]:
    """The statements that make the view ``actions`` of the candidates, in order.

    ``asked`` is the query of all that was asked for as people read it, with its ``row``.
    """
    for step in steps:
        title, *_ = str(step).split("\n")
        for sql in _of(step, given, asked):
            yield Statement(f"settling: {title}", Sql(sql))


def _of(step: Settling, given: Given, asked: str) -> Iterable[str]:  # noqa: C901, PLR0911, PLR0912 - a line a kind
    match step:
        case MovedDeadlines():
            return moving.statements(step, given)
        case ChangedStays():
            return (stays.changed(step, given),)
        case SetAside():
            return returning.set_aside(given)
        case Anew():
            return fresh.statements(step, given)
        case Withdraw():
            return withdrawing.statements(step, given)
        case Return():
            return (returning.statement(step, given),)
        case Quiet():
            return (quiet.statement(step, given),)
        case HoldBack():
            return (holding.statement(step, given),)
        case Alone():
            return (exclusive.statement(step, given),)
        case Room():
            return (windows.statement(step, given),)
        case Capacity():
            return (capacity.statement(step, given),)
        case Tell():
            return told.statements(step, given, asked)
        case KeepModes():
            return keeping.statements(step, given)
        case _:
            assert_never(step)
