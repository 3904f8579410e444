"""A date as a whole: which days were missed, what still stands, which modes last on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from careplay.engines import plain, whole
from careplay.engines.base import NOTHING, Outcome, Past
from careplay.engines.modes import modes
from careplay.engines.plain.table import fetched, register
from careplay.engines.standing import standing
from careplay.model.business import Business, Dated
from careplay.model.conditions import ALWAYS, AllOf, AnyOf, Compare, Missing, Operator, Since
from careplay.model.limits import Limits, Mode, Window
from careplay.model.rules import CatchUp, Category, Once, Per
from careplay.model.triggers import Absent, Every, Happens, Period, Stands
from careplay.model.types import Parameter, Span
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from hand import CALL, TODAY, customer, event, rule, world

if TYPE_CHECKING:
    import duckdb

CONNECTION = connect()
YESTERDAY = TODAY - timedelta(days=1)


def told(
    business: Business, past: Past = NOTHING, events: Sequence[Any] = (), day: date = TODAY
) -> tuple[list[dict[str, Any]], Outcome]:
    loaded = in_memory(business, [customer()], events, connection=CONNECTION)
    outcome = whole.run(plain, business, day, loaded, past)
    return fetched(CONNECTION, outcome.relation), outcome


# The first day that no run has looked at


@pytest.mark.parametrize(
    ("last", "since"),
    [
        (None, TODAY),
        (YESTERDAY, YESTERDAY),
        (date(2026, 5, 15), date(2026, 5, 15)),
        (date(2026, 5, 14), date(2026, 5, 15)),
    ],
)
def test_it_is_the_day_of_the_last_run_if_that_is_not_too_long_ago(
    last: date | None, since: date
) -> None:
    assert whole.first_day(TODAY, Past(last_run=last)) == since


# Whether there is anything to settle


def test_nothing_is_settled_where_only_rules_have_a_say() -> None:
    bare = world(rule())
    assert not whole.to_settle(bare, TODAY, NOTHING)
    assert whole.to_settle(bare, TODAY, Past(last_run=YESTERDAY))
    assert whole.to_settle(bare, TODAY, Past(earlier="x"))
    assert whole.to_settle(world(rule(once=Once(Per.YEAR))), TODAY, NOTHING)
    capped = world(rule(), limits=Limits(windows=(Window("contacts", 1, 1),)))
    assert whole.to_settle(capped, TODAY, NOTHING)


def test_a_settled_day_without_a_past_is_the_same() -> None:
    bare = world(rule(), rule(id="s", do=(CALL, CALL)))
    rows, _ = told(bare)
    register(CONNECTION, [], "nothing_before")
    assert told(bare, Past(earlier="nothing_before", last_run=YESTERDAY))[0] == rows


# Missed days


@pytest.mark.parametrize(
    ("catch_up", "days"),
    [(CatchUp.SKIP, [15]), (CatchUp.LATEST, [15]), (CatchUp.ALL, [13, 14, 15])],
)
def test_missed_days_are_caught_up_with_as_the_rule_says(
    catch_up: CatchUp, days: list[int]
) -> None:
    rows, _ = told(world(rule(catch_up=catch_up)), Past(last_run=date(2026, 6, 12)))
    assert [row["occasion"] for row in rows] == [f"day:2026-06-{day}" for day in days]
    assert {row["date"] for row in rows} == {TODAY}


@pytest.mark.parametrize("catch_up", CatchUp)
def test_what_happened_after_the_last_run_is_told_on_the_next(catch_up: CatchUp) -> None:
    book = world(rule(Happens("visit"), catch_up=catch_up))
    morning, evening = event("visit", "2026-06-14 09:00"), event("visit", "2026-06-14 15:00")
    rows, _ = told(book, events=[morning], day=YESTERDAY)
    register(CONNECTION, rows, "in_the_morning")
    past = Past(earlier="in_the_morning", last_run=YESTERDAY)
    later, _ = told(book, past, [morning, evening])
    assert [row["occasion"] for row in rows] == ["visit:2026-06-14 09:00:00"]
    assert [row["occasion"] for row in later] == ["visit:2026-06-14 15:00:00"]


def test_the_day_of_the_last_run_is_not_caught_up_with() -> None:
    rows, _ = told(world(rule(catch_up=CatchUp.ALL)), Past(last_run=YESTERDAY))
    assert [row["occasion"] for row in rows] == ["day:2026-06-15"]


def test_a_rule_that_was_not_valid_then_has_missed_nothing() -> None:
    late = rule(catch_up=CatchUp.ALL, valid_from=date(2026, 6, 14))
    rows, _ = told(world(late), Past(last_run=date(2026, 6, 12)))
    assert [row["occasion"][-2:] for row in rows] == ["14", "15"]


def test_a_day_without_a_parameter_s_value_asked_nothing() -> None:
    quiet = rule(Absent("visit", Span(Parameter("n"))), catch_up=CatchUp.ALL)
    book = world(quiet, parameters={"n": Dated("n", ((TODAY, 2),))})
    visit = [event("visit", "2026-06-13")]
    rows, _ = told(book, Past(last_run=date(2026, 6, 12)), visit)
    assert [row["occasion"] for row in rows] == ["visit:2026-06-13+2"]


def test_limits_are_asked_of_what_is_caught_up_with_and_only_once() -> None:
    capped = Limits(windows=(Window("contacts", 7, 2),))
    rows, _ = told(
        world(rule(catch_up=CatchUp.ALL), limits=capped), Past(last_run=date(2026, 6, 12))
    )
    assert [row["status"] for row in rows] == ["due", "due", "dropped"]


# What still stands


def test_what_stands_does_not_ask_when_it_was_last_looked_at() -> None:
    since = Compare("step_on", Operator.AT_LEAST, Since(Span(0)))
    here = Missing("ended_at")
    case = rule(Stands("c", AllOf((here, since, AnyOf((since, here)))), ("ref",)))
    (left,) = standing(world(case, rule(Every(Period.DAY)), rule(Happens("visit")))).rules
    assert left == replace(
        case,
        trigger=Stands("c", AllOf((here, ALWAYS, AnyOf((ALWAYS, here)))), ("ref",)),
    )


# Modes

CALM = Mode("calm", ALWAYS, (Category.SALES,), 3)


def carried(
    connection: duckdb.DuckDBPyConnection, holds: str, earlier: str
) -> list[tuple[Any, ...]]:
    for name, rows in (("holds_now", holds), ("modes_then", earlier)):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM (VALUES {rows})")
    connection.execute("ALTER TABLE holds_now RENAME col0 TO customer_id")
    connection.execute("ALTER TABLE holds_now RENAME col1 TO hold")
    for n, column in enumerate(("customer_id", "mode", "date")):
        connection.execute(f"ALTER TABLE modes_then RENAME col{n} TO {column}")
    limits = Limits(modes=(CALM, Mode("short", ALWAYS, ())))
    name = modes(limits, TODAY, connection, "holds_now", "modes_then")
    return connection.execute(f"SELECT * FROM {name}").fetchall()


def test_a_mode_that_lasts_is_carried_forward_while_it_lasts() -> None:
    found = carried(
        connect(),
        "('1', 'mode calm'), ('1', 'mode short'), ('9', 'consent x')",
        "('1', 'calm', DATE '2026-06-12'), ('2', 'calm', DATE '2026-06-13'),"
        "('3', 'calm', DATE '2026-06-12'), ('4', 'gone', DATE '2026-06-14')",
    )
    assert found == [("1", "calm", TODAY), ("2", "calm", date(2026, 6, 13))]


def test_no_relation_is_made_where_no_mode_lasts() -> None:
    assert modes(Limits(modes=(Mode("short", ALWAYS, ()),)), TODAY, connect(), "x", "") == ""


def test_modes_of_the_date_hold_for_days_to_come() -> None:
    sales = replace(CALL, category=Category.SALES)
    here = Compare("points", Operator.AT_LEAST, 5)
    book = world(rule(do=(sales,)), limits=Limits(modes=(replace(CALM, condition=here),)))
    CONNECTION.execute(
        "CREATE OR REPLACE TEMP TABLE modes_before AS"
        " SELECT '1' AS customer_id, 'calm' AS mode, DATE '2026-06-12' AS date"
    )
    for day, held_by in ((TODAY, "mode calm"), (TODAY + timedelta(days=1), None)):
        rows, outcome = told(book, Past(modes="modes_before"), day=day)
        assert [row["held_by"] for row in rows] == [held_by]
        assert fetched(CONNECTION, outcome.modes) == []
