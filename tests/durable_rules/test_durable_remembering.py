"""durable-rules means what plain means on several days that remember those before."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from careplay.engines import duckdb as in_sql, plain
from remembering import runs
from strategies.histories import History, histories

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")

ENGINE = "careplay.engines.durable.carrying_out"

EXAMPLES = int(os.environ.get("CAREPLAY_EXAMPLES", "20"))
"""Few: a history starts a worker process for every date and every missed day."""


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=histories())
def test_durable_remembers_what_plain_and_duckdb_remember(history: History) -> None:
    durable: Any = import_module(ENGINE)
    expected = list(runs(plain, "plain", history))
    assert list(runs(durable, "durable", history)) == expected
    assert list(runs(in_sql, "duckdb", history)) == expected
