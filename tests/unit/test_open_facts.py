"""What an open condition wants is told in reading order by every engine."""

from __future__ import annotations

from careplay.engines import duckdb as in_sql, plain
from careplay.engines.base import Engine
from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Missing,
    Not,
    Operator,
)
from careplay.model.facts import Calendar, Declared
from careplay.model.triggers import Anniversary, OfFact
from careplay.model.types import Type
from hand import DAILY, TODAY, customer, rule, world
from outcomes import Told, told
from strategies import Case
from strategies.world import DECLARED


def wanted(engine: Engine, name: str, case: Case) -> list[str]:
    found = told(engine, name, case)
    assert isinstance(found, Told)
    return [each.fact for each in found.undecided]


def assert_wanted(case: Case, facts: list[str]) -> None:
    assert wanted(plain, "plain", case) == ["", *facts]
    assert wanted(in_sql, "duckdb", case) == ["", *facts]


def test_a_fact_is_told_where_it_is_first_asked_for_although_not_wanted_there() -> None:
    asked: Condition = AllOf(
        (AnyOf((Not(Missing("phone")), ALWAYS)), Known("owner"), Known("phone"))
    )
    declared = {
        **DECLARED,
        "phone": Declared("phone", Type.TEXT),
        "owner": Declared("owner", Type.TEXT),
    }
    business = world(rule(DAILY, condition=asked), declared=declared)
    case = Case(business, TODAY, (customer(),), (), ())
    assert_wanted(case, ["phone", "owner"])


def test_the_calendar_of_an_anniversary_is_told_first_wherever_the_condition_asks_for_it() -> (
    None
):
    declared = {
        **DECLARED,
        "born": Declared("born", Type.DATE, calendar="kept by"),
        "kept by": Declared("kept by", Type.CHOICE, (Calendar.SOLAR, Calendar.LUNAR)),
        "town": Declared("town", Type.TEXT),
    }
    kept = Compare("kept by", Operator.EQUAL, "solar")
    asked = AllOf((Compare("town", Operator.EQUAL, "杭州"), kept))
    born = TODAY.replace(year=1990)
    people = (
        customer(1, born=born, **{"kept by": "solar"}),  # its town alone is wanted
        customer(2, born=born),
    )
    business = world(rule(Anniversary(OfFact("born")), condition=asked), declared=declared)
    assert_wanted(Case(business, TODAY, people, (), ()), ["kept by", "town"])
