"""DuckDB means what plain means on several days, each of which remembers those before."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import HealthCheck, given, settings

from careplay.engines import duckdb as in_sql, plain, whole
from careplay.engines.base import Engine, Odd, Past, Undecided
from careplay.engines.plain.table import fetched, register
from careplay.model.actions import ACTION_COLUMNS
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.memory import in_memory
from strategies.histories import History, Row, histories

if TYPE_CHECKING:
    import duckdb

EXAMPLES = int(os.environ.get("CAREPLAY_EXAMPLES", "60"))
"""Fewer than of single days: a history takes a second."""


class Ran(NamedTuple):
    """What a run gave."""

    day: date
    actions: Sequence[Row]
    undecided: tuple[Undecided, ...]
    odd: tuple[Odd, ...]
    notes: tuple[str, ...]
    modes: Sequence[Row]


@cache
def connection(name: str) -> duckdb.DuckDBPyConnection:
    """One connection for each engine: opening one takes longer than most histories."""
    return connect()


def runs(engine: Engine, name: str, history: History) -> Iterator[Ran]:
    """Each day's run, which remembers those before it."""
    found: list[Ran] = []
    said: list[Row] = []
    for number, day in enumerate(history.days):
        known = (event for run, event in history.events if run <= number)
        loaded = in_memory(
            history.business,
            history.customers[number],
            [*known, *said],
            history.people,
            connection=connection(name),
        )
        outcome = whole.run(engine, history.business, day, loaded, past(found, day, loaded))
        told = loaded.connection
        actions = fetched(told, outcome.relation)
        modes = fetched(told, outcome.modes)
        ran = Ran(day, actions, outcome.undecided, outcome.odd, outcome.notes, modes)
        yield ran
        found.append(ran)
        given = (answer.event(actions, day) for answer in history.answers[number])
        said += [event for event in given if event is not None]


def past(found: Sequence[Ran], day: date, loaded: Loaded) -> Past:
    """What the runs before tell this one; of a day run twice the later run is kept."""
    last = {ran.day: ran for ran in found}
    before = [ran for each, ran in sorted(last.items()) if each < day]
    told = loaded.connection
    register(told, [row for ran in before for row in ran.actions], "earlier_actions")
    modes = "SELECT NULL::VARCHAR AS customer_id, NULL::VARCHAR AS mode, NULL::DATE AS date"
    told.execute(f"CREATE OR REPLACE TEMP TABLE earlier_modes AS {modes} LIMIT 0")
    for row in before[-1].modes if before else ():
        told.execute("INSERT INTO earlier_modes VALUES (?, ?, ?)", [*row.values()])
    if day in last:
        register(told, last[day].actions, "same_actions")
    return Past(
        "earlier_actions" if before else "",
        "earlier_modes" if before else "",
        before[-1].day if before else None,
        "same_actions" if day in last else "",
    )


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=histories())
def test_duckdb_remembers_what_plain_remembers(history: History) -> None:
    expected = list(runs(plain, "plain", history))
    assert list(runs(in_sql, "duckdb", history)) == expected


@settings(max_examples=50, deadline=None, derandomize=True)
@given(history=histories())
def test_nothing_vanishes_and_nothing_is_asked_twice(history: History) -> None:
    for ran in runs(plain, "plain", history):
        ids = [row["action_id"] for row in ran.actions]
        assert len(ids) == len(set(ids))
        for row in ran.actions:
            assert [*row] == [name for name, _ in ACTION_COLUMNS]
            assert_sound(dict(row), ran.day)


def assert_sound(row: dict[str, Any], day: date) -> None:
    """A row is of its date, and says what became of it."""
    assert row["date"] == day
    assert (row["deferred_to"] is not None) == (row["status"] == "deferred")
    assert (row["held_by"] is not None) == (row["status"] != "due")
    if row["status"] == "deferred":
        assert day < row["deferred_to"] <= row["due_at"].date()
