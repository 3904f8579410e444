"""The SQL of a plan, and what DuckDB makes of it."""
# ruff: noqa: DTZ001 - moments are naive; Chinese has its own punctuation

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from careplay.businesses import find
from careplay.engines import duckdb as engine, engine as engine_of, whole
from careplay.engines.base import Undecided
from careplay.engines.sql import text
from careplay.engines.sql.build import (
    Sql,
    among,
    both,
    called,
    column,
    either,
    infix,
    rows,
    select,
    texts,
    value,
)
from careplay.engines.sql.days import falls_on
from careplay.engines.sql.layout import laid_out
from careplay.faults import EngineError
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.business import Business, Person
from careplay.model.conditions import ALWAYS, AllOf, AnyOf, Compare, Operator
from careplay.model.rules import Audience
from careplay.model.triggers import Absent, Every, Period
from careplay.model.types import Span, Type
from careplay.pipeline.examining import examine
from careplay.planning import plan
from careplay.planning.probes import Listed
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory

SMALL = Path(__file__).parents[1] / "cases" / "plans" / "small"
DAY = date(2026, 10, 31)
PEOPLE = (
    Person("a1", "王芳", "adviser", "east", absent_from=date(2026, 10, 30), successor="a2"),
    Person("a2", "李强", "adviser", "east"),
    Person("m1", "赵敏", "manager", "east"),
    Person("m2", "钱进", "manager", "west"),
    Person("m3", "孙丽", "manager"),
)
CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"customer_id": 2, "name": "张伟", "phone": "138", "owner": "a1", "store": "east"},
    {"customer_id": 10, "name": "李娜", "owner": "zz", "store": "north"},
    {"customer_id": 3, "name": "王刚", "birthday": date(1990, 11, 1), "phone": "139"},
    {
        "customer_id": 4,
        "phone": "137",
        "birthday": date(1990, 5, 1),
        "birthday_calendar": "solar",
    },
)
EVENTS: tuple[dict[str, Any], ...] = (
    {"customer_id": 2, "type": "purchase", "at": datetime(2026, 10, 24, 9, 30), "key": "p1",
     "amount": Decimal("6000.00"), "category": "空调"},
    {"customer_id": 10, "type": "purchase", "at": datetime(2026, 10, 24, 9, 30), "key": None,
     "amount": Decimal("100.00"), "category": "空调"},
    {"customer_id": 10, "type": "visit", "at": datetime(2026, 10, 31, 12, 0), "key": None},
    {"customer_id": 4, "type": "visit", "at": datetime(2026, 7, 3, 12, 0), "key": None},
)  # fmt: skip


@pytest.fixture(scope="module")
def small() -> Business:
    (folder,) = find(SMALL)
    business = examine(folder).business
    assert business is not None
    return business


def run(business: Business) -> tuple[list[Mapping[str, Any]], tuple[Undecided, ...]]:
    loaded = in_memory(business, CUSTOMERS, EVENTS, PEOPLE)
    outcome = whole.run(engine, business, DAY, loaded)
    result = loaded.connection.execute(f'SELECT * FROM "{outcome.relation}"')
    names = [described[0] for described in result.description]
    assert names == [name for name, _ in ACTION_COLUMNS]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()], outcome.undecided


def only(business: Business, rule: str) -> Business:
    return replace(business, rules=tuple(each for each in business.rules if each.id == rule))


def test_the_sql_of_a_small_shop_reads_well(
    small: Business, golden: Callable[[Path, str], None]
) -> None:
    golden(SMALL / "plan.sql", text(plan(small, DAY, PEOPLE)))


def test_actions_come_in_order_of_customer_as_text(small: Business) -> None:
    rows, _ = run(small)
    told = [(row["customer_id"], row["rule"]) for row in rows]
    assert told == [
        ("", "stocktaking"), ("", "stocktaking"), ("10", "regulars"),
        ("2", "aircon"), ("2", "aircon"),
    ]  # fmt: skip


def test_an_action_tells_all_a_person_needs(small: Business) -> None:
    rows, _ = run(only(small, "aircon"))
    call = next(row for row in rows if row["verb"] == "call")
    assert {
        name: call[name] for name in ("occasion", "owner", "due_at", "text", "because")
    } == {
        "occasion": "purchase:p1",
        "owner": "a2",
        "due_at": datetime(2026, 11, 3, 23, 59),
        "text": "张伟，空调用得好吗？",
        "because": [
            {"fact": "purchase", "value": "2026-10-24 09:30"},
            {"fact": "spend_12m", "value": "6000.00"},
            {"fact": "phone", "value": "138"},
            {"fact": "last_visit", "value": None},
        ],
    }


def test_an_action_id_is_a_hash_of_what_makes_it_one(small: Business) -> None:
    rows, _ = run(only(small, "aircon"))
    call = next(row for row in rows if row["verb"] == "call")
    # printf 'small\x1faircon\x1f2\x1fpurchase:p1\x1f0' | sha256sum
    assert call["action_id"] == "63f144fe4c8301c5387f"


def test_an_absence_is_noticed_again_every_thirty_days(small: Business) -> None:
    _, undecided = run(only(small, "quiet"))
    # 4 was here 120 days ago, and has no name to be called by.
    assert undecided == (Undecided("quiet", "", 1), Undecided("quiet", "name", 1))


def test_a_birthday_of_unknown_calendar_is_undecided(small: Business) -> None:
    rows, undecided = run(only(small, "birthday"))
    assert rows == []
    assert undecided == ()  # 3 is no 重要 customer, so nothing is in doubt
    open_to_all = replace(only(small, "birthday").rules[0], condition=ALWAYS)
    _, undecided = run(replace(small, rules=(open_to_all,)))
    assert undecided == (
        Undecided("birthday", "", 1),
        Undecided("birthday", "birthday_calendar", 1),
    )


def test_a_day_without_rules_gives_an_empty_table(small: Business) -> None:
    assert run(replace(small, rules=())) == ([], ())


def test_a_day_with_announcements_alone_asks_no_customer(small: Business) -> None:
    rows, _ = run(only(small, "stocktaking"))
    assert [(row["occasion"], row["owner"], row["text"]) for row in rows] == [
        ("month:2026-10-31@east", "m1", "2026年10月31日盘点"),
        ("month:2026-10-31@west", "m2", "2026年10月31日盘点"),
    ]


def test_the_business_as_one_has_no_customer(small: Business) -> None:
    rule = replace(only(small, "stocktaking").rules[0], audience=Audience.BUSINESS)
    rows, _ = run(replace(small, rules=(rule,)))
    assert [(row["customer_id"], row["owner"]) for row in rows] == [("", "m3")]


def test_a_second_run_on_one_connection_gives_the_same(small: Business) -> None:
    loaded = in_memory(small, CUSTOMERS, EVENTS, PEOPLE)
    first, second = (
        loaded.connection.execute(
            f'FROM "{whole.run(engine, small, DAY, loaded).relation}"'
        ).fetchall()
        for _ in range(2)
    )
    assert first == second


def test_a_condition_of_thousands_of_parts_is_carried_out(small: Business) -> None:
    parts = tuple(Compare("name", Operator.EQUAL, f"n{number}") for number in range(3000))
    rule = replace(small.rules[0], trigger=Every(Period.DAY), condition=AllOf(parts))
    assert run(replace(small, rules=(rule,)))[0] == []


@pytest.mark.parametrize(("group", "found"), [(both, False), (either, True)])
def test_a_group_of_thousands_is_no_deeper_than_one_of_two(
    group: Callable[..., Sql], *, found: bool
) -> None:
    parts = [infix(column("n"), "=", value(number)) for number in range(5000)]
    query = select(group(*parts), source=rows([[value(4999)]], "t", ["n"]))
    assert connect().execute(query).fetchall() == [(found,)]


def test_a_plan_that_fails_is_told_in_one_sentence(small: Business) -> None:
    loaded = in_memory(small, CUSTOMERS, EVENTS, PEOPLE)
    with pytest.raises(EngineError, match='the plan of "small" for 2026-10-31'):
        whole.run(engine, small, DAY, replace(loaded, customers="nowhere"))


def test_many_dates_are_looked_for_in_their_season_first() -> None:
    dates = tuple(date(year, 12 if year % 2 else 1, 20) for year in range(1990, 2010))
    asked = falls_on(column("birthday"), Type.DATE, Listed(dates))
    assert ">= 1220" in asked
    assert "<= 120" in asked


def test_names_and_words_are_quoted() -> None:
    assert column('a"t') == '"a""t"'
    assert value("it's") == "'it''s'"


@pytest.mark.parametrize("text", ["it's", "\\n", "two\nlines", "a\0b", "'); --", "{", ""])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    asked = among(value(text), (text, "another"))
    query = select(called(value(text), text or "empty"), texts([text] * 2), asked)
    for each in (query, laid_out(query)):
        result = connect().execute(each)
        assert result.fetchall() == [(text, [text, text], True)]
        assert result.description[0][0] == (text or "empty")


def test_numbers_are_written_out() -> None:
    told = [value(n) for n in (-3, Decimal("0.0000001"), Decimal("1E+3"))]
    assert told == ["-3", "0.0000001", "1000"]


def test_the_engines_room_imports_nothing_heavy() -> None:
    code = (
        "import sys, careplay.engines, careplay.planning;"
        "print(sorted({'duckdb', 'pyarrow'} & set(sys.modules)))"
    )
    told = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


def test_duckdb_is_the_engine_unless_another_is_named() -> None:
    assert engine_of() is engine


def test_a_where_that_never_holds_counts_nothing(small: Business) -> None:
    quiet = only(small, "quiet").rules[0]
    never = replace(quiet, trigger=Absent("visit", Span(120), where=AnyOf(())))
    assert run(replace(small, rules=(never,))) == ([], ())
