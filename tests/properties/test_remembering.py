"""DuckDB means what plain means on several days, each of which remembers those before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, strategies as st

from careplay.engines import duckdb as in_sql, plain
from careplay.model.actions import WHOLE_COLUMNS
from converging import LAST, interrupted, undisturbed
from examples import OF_HISTORIES, examples
from remembering import runs
from strategies.histories import (
    History,
    edited_histories,
    given_up_histories,
    histories,
    late_changes,
)


@examples(60, part=OF_HISTORIES)
@given(history=histories())
def test_duckdb_remembers_what_plain_remembers(history: History) -> None:
    expected = list(runs(plain, "plain", history))
    assert list(runs(in_sql, "duckdb", history)) == expected


@examples(60, part=OF_HISTORIES)
@given(history=late_changes())
def test_duckdb_holds_a_day_against_what_the_last_run_knew(history: History) -> None:
    expected = list(runs(plain, "plain", history))
    assert list(runs(in_sql, "duckdb", history)) == expected


@examples(40, part=OF_HISTORIES)
@given(history=histories(), unmarked=st.integers(1, 3))
def test_duckdb_takes_former_keys_as_plain_does(history: History, unmarked: int) -> None:
    expected = list(runs(plain, "plain", history, unmarked))
    assert list(runs(in_sql, "duckdb", history, unmarked)) == expected


@examples(40, part=OF_HISTORIES)
@given(history=histories(), rekeyed=st.integers(1, 3))
def test_duckdb_finds_what_had_other_keys_as_plain_does(history: History, rekeyed: int) -> None:
    history = replace(history, rekeyed=rekeyed)
    expected = list(runs(plain, "plain", history))
    assert list(runs(in_sql, "duckdb", history)) == expected


@examples(40, part=OF_HISTORIES)
@given(history=given_up_histories())
def test_duckdb_takes_back_what_rules_give_up_as_plain_does(history: History) -> None:
    expected = list(runs(plain, "plain", history))
    assert list(runs(in_sql, "duckdb", history)) == expected


@examples(40, part=OF_HISTORIES)
@given(history=edited_histories())
def test_duckdb_tells_moved_deadlines_as_plain_does(history: History) -> None:
    expected = list(runs(plain, "plain", history))
    assert list(runs(in_sql, "duckdb", history)) == expected


@examples(40, part=OF_HISTORIES)
@given(history=undisturbed(), days=st.lists(st.integers(0, LAST - 1), min_size=3, max_size=7))
def test_duckdb_runs_days_in_any_order_as_plain_does(history: History, days: list[int]) -> None:
    some = interrupted(history, tuple(days))
    expected = list(runs(plain, "plain", some))
    assert list(runs(in_sql, "duckdb", some)) == expected


@examples(50, part=OF_HISTORIES)
@given(history=histories())
def test_nothing_vanishes_and_nothing_is_asked_twice(history: History) -> None:
    for ran in runs(plain, "plain", history):
        ids = [row["action_id"] for row in ran.actions]
        assert len(ids) == len(set(ids))
        for row in ran.actions:
            assert [*row] == [name for name, _ in WHOLE_COLUMNS]
            assert_sound(dict(row), ran.day)


def assert_sound(row: dict[str, Any], day: date) -> None:
    """A row is of its date, and says what became of it."""
    assert row["date"] == day
    assert (row["deferred_to"] is not None) == (row["status"] == "deferred")
    assert (row["held_by"] is not None) == (row["status"] != "due")
    if row["status"] == "deferred":
        assert day < row["deferred_to"] <= row["due_at"].date()
