"""Days tell what they would have told, though those of long before were let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, strategies as st

import remembering
from careplay.engines import duckdb as in_sql, plain
from careplay.engines.base import CASES
from careplay.engines.plain.open_cases import COLUMNS
from careplay.engines.plain.table import as_table
from careplay.history.ageing import living_on
from careplay.model.types import Span, Unit
from examples import OF_HISTORIES, examples
from remembering import Ran, past, runs
from strategies.histories import History, edited_histories, histories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hypothesis.strategies import SearchStrategy

    from careplay.engines.base import Engine, Past
    from careplay.sources.loaded import Loaded

AFTER = (timedelta(days=500), timedelta(days=501))


@pytest.mark.parametrize(("engine", "name"), [(plain, "plain"), (in_sql, "duckdb")])
@pytest.mark.parametrize("kind", [histories, edited_histories])
def test_nothing_is_otherwise_for_what_was_let_go(
    engine: Engine, name: str, kind: Callable[[], SearchStrategy[History]]
) -> None:
    @examples(12, part=OF_HISTORIES)
    @given(history=kind(), deleted=st.sets(st.integers(0, 9), max_size=3))
    def hold(history: History, deleted: set[int]) -> None:
        longer = lengthened(history, deleted)
        expected = [*runs(engine, name, longer)]
        with patch.object(remembering, "past", LetGo(longer)):
            assert [*runs(engine, name, longer)] == expected

    hold()


def lengthened(history: History, deleted: Iterable[int]) -> History:
    """The same, with some runs long after the others; for the last, events are deleted."""
    last, more, happened = max(history.days), len(AFTER), len(history.events)
    anew = {number % happened for number in deleted} if happened else ()
    end = len(history.days) + more - 1
    return replace(
        history,
        days=(*history.days, *(last + each for each in AFTER)),
        customers=(*history.customers, *[history.customers[-1]] * more),
        answers=(*history.answers, *[()] * more),
        edited=(*history.edited, *history.edited[-1:] * more),
        edits=(*history.edits, *((end, number, None) for number in sorted(anew))),
        own_days=(*history.own_days, *history.own_days[-1:] * more),
    )


class LetGo:
    """What earlier runs tell; what lives on of those that the first run long after let go."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._first = len(history.days) - len(AFTER)

    def __call__(self, found: Sequence[Ran], day: date, loaded: Loaded) -> Past:
        """The past of a run."""
        told = past(found, day, loaded)
        if len(found) <= self._first:
            return told
        business = replace(self._history.as_of(self._first), keep=Span(15, Unit.MONTHS))
        let_go = found[self._first]
        asked = f"SELECT * FROM {told.earlier} WHERE date"
        last = f"DATE '{max(self._history.days[: self._first])}'"
        as_table(loaded.connection, CASES, let_go.cases, COLUMNS)
        of = (CASES, told.former)
        lives = living_on(f"{asked} <= {last}", business, let_go.day, of, loaded)
        both = f"FROM {lives} UNION ALL {asked} > {last}"
        loaded.connection.execute(f"CREATE OR REPLACE TEMP TABLE aged_actions AS {both}")
        return replace(told, earlier="aged_actions")
