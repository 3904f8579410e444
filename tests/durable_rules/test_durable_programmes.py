"""A programme whose conditions durable-rules decides finds what plain Python finds."""

from __future__ import annotations

import pickle
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from careplay.engines.durable.deciding.customers import Customers
from careplay.engines.durable.deciding.programmes import programme
from careplay.faults import ParameterError
from careplay.planning import plan
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from examples import examples
from hand import TODAY, rule, world
from strategies import Case, cases
from strategies.histories import History, histories
from strategies.tabled import tabled
from subjects import (
    Asked,
    answered,
    asked,
    by_plain,
    by_programme,
    concluded_plainly,
    concluding,
    holds_plainly,
)

if TYPE_CHECKING:
    import duckdb

pytest.importorskip(
    "durable_rules_engine", reason="durable-rules is missing: pip install 'careplay[durable]'"
)

FEW = examples(150)


HEAVY = ("careplay.engines.plain", "duckdb", "holidays", "pyarrow", "rich")
READY = f"""
import pickle, sys
pickle.load(sys.stdin.buffer).ready()
print([name for name in {HEAVY} if name in sys.modules])
"""


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return connect()


def sent(given: Asked) -> Any:
    """What answers in a worker: the task as it comes out of a pipe."""
    return pickle.loads(pickle.dumps(Customers(given.programme))).ready()  # noqa: S301 - our own


@FEW
@given(case=cases())
def test_the_package_finds_what_plain_finds(case: Case) -> None:
    loaded = in_memory(
        case.business, case.customers, case.events, case.people, connection=connection()
    )
    try:
        found = asked(case.business, case.day, loaded)
    except ParameterError:
        return
    assert by_programme(found, answered(found, sent(found))) == by_plain(found)


@FEW
@given(history=histories(runs=1))
def test_the_package_asks_about_cases_and_stays_as_plain_does(history: History) -> None:
    happened = [event for _, event in history.events]
    loaded = in_memory(
        history.business,
        history.customers[-1],
        happened,
        history.people,
        connection=connection(),
    )
    found = asked(history.business, history.days[-1], loaded)
    answers = answered(found, sent(found))
    assert by_programme(found, answers) == by_plain(found)
    assert [answer.holds for answer in answers] == holds_plainly(found)


@FEW
@given(case=tabled())
def test_tables_answer_by_the_package_what_plain_answers(case: Case) -> None:
    loaded = in_memory(case.business, case.customers, (), connection=connection())
    found = concluding(case.business, case.day, loaded)
    told = [answer.concluded for answer in answered(found, sent(found))]
    assert repr(told) == repr(concluded_plainly(found))


def test_a_worker_that_asks_about_customers_starts_light() -> None:
    task = Customers(programme(plan(world(rule()), TODAY), (), ()))
    command = [sys.executable, "-c", READY]
    told = subprocess.run(command, input=pickle.dumps(task), stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own
    assert told.stdout.decode().strip() == "[]"
