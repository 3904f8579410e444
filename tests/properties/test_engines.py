"""DuckDB means what plain Python means: the same rows, the same open questions."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, strategies as st

from careplay.engines import plain
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from examples import examples
from outcomes import SHOPS, outcome_of, shipped, told
from strategies import Case, cases

ENGINE = "careplay.engines.duckdb"


@examples(300)
@given(case=cases())
def test_duckdb_gives_what_plain_gives(case: Case) -> None:
    duckdb_engine: Any = import_module(ENGINE)
    assert told(duckdb_engine, "duckdb", case) == told(plain, "plain", case)


@examples(50)
@given(case=cases())
def test_plain_gives_the_same_rows_twice(case: Case) -> None:
    assert told(plain, "plain", case) == told(plain, "plain", case)


@examples(50)
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
        load_tables(business, customers=None, events=None, connection=connect())
        for _ in range(2)
    )
    for day in (date(2026, 2, 16), date(2026, 9, 24), date(2026, 11, 21)):
        expected = outcome_of(plain, business, day, ours)
        assert outcome_of(import_module(ENGINE), business, day, theirs) == expected
        assert expected.rows
