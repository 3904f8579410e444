"""DuckDB means what plain Python means: the same rows, the same open questions."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from careplay.engines import plain, whole
from careplay.engines.base import Engine, Undecided
from careplay.faults import ParameterError
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load
from careplay.sources.memory import in_memory
from strategies import Case, cases

if TYPE_CHECKING:
    import duckdb

ENGINE = "careplay.engines.duckdb"
SHOPS = ("appliance_store", "car_dealership", "home_textiles", "hotel", "wealth_advisory")

EXAMPLES = int(os.environ.get("CAREPLAY_EXAMPLES", "300"))
"""More for a long search; in CI the cases are always the same ones (Hypothesis's profile)."""


Told: TypeAlias = tuple[list[dict[str, Any]], tuple[Undecided, ...], tuple[str, ...]]


@cache
def connection(name: str) -> duckdb.DuckDBPyConnection:
    """One connection for each engine: opening one takes longer than most cases."""
    return connect()


def told(engine: Engine, name: str, case: Case) -> Told | str:
    """What the engine makes of the case, or the fault it raises."""
    loaded = in_memory(
        case.business, case.customers, case.events, case.people, connection=connection(name)
    )
    try:
        return outcome_of(engine, case.business, case.day, loaded)
    except ParameterError as fault:
        return str(fault)


def outcome_of(engine: Engine, business: Business, day: date, loaded: Loaded) -> Told:
    """The rows with the names of their columns, what is undecided, and the notes."""
    outcome = whole.run(engine, business, day, loaded)
    result = loaded.connection.execute(f'SELECT * FROM "{outcome.relation}"')
    columns = [column[0] for column in result.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    return rows, outcome.undecided, outcome.notes


def shipped(shop: str) -> Business:
    """A business of the repository."""
    (found,) = examine_all([Path(__file__).parents[2] / "playbooks" / shop])
    assert found.business is not None
    return found.business


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(case=cases())
def test_duckdb_gives_what_plain_gives(case: Case) -> None:
    duckdb_engine: Any = import_module(ENGINE)
    assert told(duckdb_engine, "duckdb", case) == told(plain, "plain", case)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(case=cases())
def test_plain_gives_the_same_rows_twice(case: Case) -> None:
    assert told(plain, "plain", case) == told(plain, "plain", case)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(case=cases(), data=st.data())
def test_the_order_of_the_tables_makes_no_difference(case: Case, data: st.DataObject) -> None:
    shuffled = Case(
        case.business,
        case.day,
        tuple(data.draw(st.permutations(case.customers))),
        tuple(data.draw(st.permutations(case.events))),
        case.people,
    )
    assert told(plain, "plain", shuffled) == told(plain, "plain", case)


@pytest.mark.parametrize("shop", SHOPS)
def test_the_engines_agree_on_the_shipped_businesses(shop: str) -> None:
    business = shipped(shop)
    ours, theirs = (
        load(business, customers=None, events=None, connection=connect()) for _ in range(2)
    )
    for day in (date(2026, 2, 16), date(2026, 9, 24), date(2026, 11, 21)):
        expected = outcome_of(plain, business, day, ours)
        assert outcome_of(import_module(ENGINE), business, day, theirs) == expected
        assert expected[0]
