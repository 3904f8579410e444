"""durable-rules means what plain Python means: the same rows, the same open questions."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, strategies as st

from careplay.engines import duckdb as in_sql, plain
from careplay.model.conditions import AnyOf, Compare, Operator, TextCompare, TextOperator
from careplay.model.facts import Declared
from careplay.model.types import Type
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from examples import examples
from hand import TODAY, customer, rule, world
from outcomes import outcome_of, shipped, told
from strategies import Case, cases
from strategies.chained import chained_cases
from strategies.world import DECLARED

CONTAINS = TextOperator.CONTAINS

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")

ENGINE = "careplay.engines.durable.carrying_out"


def durable() -> Any:
    return import_module(ENGINE)


@examples(150)
@given(case=cases())
def test_durable_gives_what_plain_and_duckdb_give(case: Case) -> None:
    expected = told(plain, "plain", case)
    assert told(durable(), "durable", case) == expected
    assert told(in_sql, "duckdb", case) == expected


@examples(30)
@given(case=cases(), data=st.data())
def test_so_it_does_of_what_stays_open_of_one_customer(case: Case, data: st.DataObject) -> None:
    key = (
        str(data.draw(st.sampled_from(case.customers))["customer_id"])
        if case.customers
        else "1"
    )
    assert told(durable(), "durable", case, key) == told(plain, "plain", case, key)


@examples(150)
@given(case=chained_cases())
def test_it_does_so_where_conclusions_and_ranks_take_turns(case: Case) -> None:
    expected = told(plain, "plain", case)
    assert told(durable(), "durable", case) == expected
    assert told(in_sql, "duckdb", case) == expected


NAMES = ("id", "sid", "m", "f0", "客户", "one", "d1")
HOSTILE = (
    "", "'", '"', '\\"', "\\", "a\x00b", "\u2028", "😀", "空调" * 20_000, "null", "5", "true",
    '{"id": 1}', "a\nb", "$s", " a", "a ", "\u007f",
)  # fmt: skip
GREAT = (2**53, 2**53 + 1, 10**18 - 1, 1 - 10**18, 0, -1)


def test_names_and_values_that_the_package_takes_amiss_mean_what_they_are() -> None:
    texts = {name: Declared(name, Type.TEXT) for name in NAMES}
    declared = {**DECLARED, **texts, "great": Declared("great", Type.INTEGER)}
    rules = [
        rule(
            id=f"t{number}",
            condition=AnyOf((same, TextCompare(name, CONTAINS, value[:3]))),
        )
        for number, value in enumerate(HOSTILE)
        for name in (NAMES[number % len(NAMES)],)
        for same in (Compare(name, Operator.EQUAL, value),)
    ]
    rules += [
        rule(id=f"n{number}{operator.name}", condition=Compare("great", operator, value))
        for number, value in enumerate(GREAT)
        for operator in Operator
    ]
    people = [
        customer(
            f"{value[:9]}{number}",
            great=GREAT[number % len(GREAT)],
            **dict.fromkeys(NAMES, value),
        )
        for number, value in enumerate((*HOSTILE, *HOSTILE))
    ]
    business = world(*rules, declared=declared)
    case = Case(business, TODAY, tuple(people), (), ())
    expected = told(plain, "plain", case)
    assert told(durable(), "durable", case) == expected
    assert told(in_sql, "duckdb", case) == expected


@pytest.mark.parametrize("shop", ["appliance_store", "hotel"])
def test_the_size_of_pages_makes_no_difference(
    shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from careplay.engines.durable.cases import recorded  # noqa: PLC0415
    from careplay.engines.durable.tables import answered, asking  # noqa: PLC0415

    sizes = ((asking, "PAGE", 7), (asking, "BLOCK", 20), (answered, "ROWS", 11))
    for module, name, size in (*sizes, (recorded, "PAGE", 13)):
        monkeypatch.setattr(module, name, size)
    business, day = shipped(shop), date(2026, 11, 21)
    ours, theirs = (
        load_tables(business, customers=None, events=None, connection=connect())
        for _ in range(2)
    )
    expected = outcome_of(in_sql, business, day, theirs)
    assert outcome_of(durable(), business, day, ours) == expected
    assert expected.rows
