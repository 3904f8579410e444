"""DuckDB means what plain Python means: the same rows, the same open questions."""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, strategies as st

from careplay.engines import plain
from careplay.model.rules import Audience
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from examples import examples, is_whole
from outcomes import SHOPS, Told, outcome_of, shipped, told
from strategies import Case, cases

ENGINE = "careplay.engines.duckdb"


@examples(300)
@given(case=cases())
def test_duckdb_gives_what_plain_gives(case: Case) -> None:
    duckdb_engine: Any = import_module(ENGINE)
    assert told(duckdb_engine, "duckdb", case) == told(plain, "plain", case)


@examples(100)
@given(case=cases(), data=st.data())
def test_so_it_does_of_what_stays_open_of_one_customer(case: Case, data: st.DataObject) -> None:
    duckdb_engine: Any = import_module(ENGINE)
    key = (
        str(data.draw(st.sampled_from(case.customers))["customer_id"])
        if case.customers
        else "1"
    )
    assert told(duckdb_engine, "duckdb", case, key) == told(plain, "plain", case, key)


@examples(50)
@given(case=cases())
def test_what_stays_open_of_customers_is_what_stays_open_of_each(case: Case) -> None:
    rules = {rule.id for rule in case.business.rules if rule.audience is Audience.CUSTOMERS}
    keys = (str(each["customer_id"]) for each in case.customers)
    singly = [told(plain, "plain", case, key) for key in keys]
    whole = told(plain, "plain", case)
    if isinstance(whole, str) or not all(isinstance(each, Told) for each in singly):
        return  # a parameter has no value yet, whoever is asked
    counts = Counter[tuple[str, str]]()
    for each in (each for one in singly if isinstance(one, Told) for each in one.undecided):
        counts[each.rule, each.fact] += each.customers
    own = [each for each in whole.undecided if each.rule in rules]
    assert counts == {(each.rule, each.fact): each.customers for each in own}


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


NEW_YEAR, MOON, DAY = date(2026, 2, 16), date(2026, 9, 24), date(2026, 11, 21)
DAYS = (NEW_YEAR, MOON, DAY) if is_whole() else (DAY,)
"""Of the shipped businesses; others are those of ``durable_rules/test_durable_shipped.py``."""


@pytest.mark.one_in(2)
@pytest.mark.parametrize("shop", SHOPS)
def test_the_engines_agree_on_the_shipped_businesses(shop: str) -> None:
    business = shipped(shop)
    ours, theirs = (
        load_tables(business, customers=None, events=None, connection=connect())
        for _ in range(2)
    )
    for day in DAYS:
        expected = outcome_of(plain, business, day, ours)
        assert outcome_of(import_module(ENGINE), business, day, theirs) == expected
        assert expected.rows
