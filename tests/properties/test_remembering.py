"""DuckDB means what plain means on several days, each of which remembers those before."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from careplay.engines import duckdb as in_sql, plain
from careplay.model.actions import ACTION_COLUMNS
from remembering import runs
from strategies.histories import History, histories

EXAMPLES = int(os.environ.get("CAREPLAY_EXAMPLES", "60"))
"""Fewer than of single days: a history takes a second."""


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
