"""durable-rules means what plain means on several days that remember those before."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from hypothesis import given

from careplay.engines import duckdb as in_sql, plain
from examples import OF_HISTORIES, examples
from remembering import runs
from strategies.histories import History, edited_histories, histories, late_changes

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")

ENGINE = "careplay.engines.durable.carrying_out"


# Few: a history starts a worker process for every date and missed day.
@examples(20, part=OF_HISTORIES)
@given(history=histories())
def test_durable_remembers_what_plain_and_duckdb_remember(history: History) -> None:
    durable: Any = import_module(ENGINE)
    expected = list(runs(plain, "plain", history))
    assert list(runs(durable, "durable", history)) == expected
    assert list(runs(in_sql, "duckdb", history)) == expected


@examples(20, part=OF_HISTORIES)
@given(history=late_changes())
def test_durable_holds_a_day_against_what_the_last_run_knew(history: History) -> None:
    durable: Any = import_module(ENGINE)
    assert list(runs(durable, "durable", history)) == list(runs(plain, "plain", history))


@examples(10, part=OF_HISTORIES)
@given(history=edited_histories())
def test_durable_tells_moved_deadlines_as_plain_does(history: History) -> None:
    durable: Any = import_module(ENGINE)
    assert list(runs(durable, "durable", history)) == list(runs(plain, "plain", history))
