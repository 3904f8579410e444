"""A date as a whole: which days were missed, what still stands, which modes last on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from careplay.engines import duckdb, plain, whole
from careplay.engines.base import LATE, MODES, NOTHING, Engine, Outcome, Past
from careplay.engines.plain.modes import keep_modes
from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.standing import without_since
from careplay.engines.plain.table import as_table, fetched
from careplay.engines.sql.carrying import before
from careplay.engines.sql.settling import Given, keeping
from careplay.meaning.event_keys import unmarked
from careplay.model.business import Business, DatedParameter
from careplay.model.conditions import ALWAYS, AllOf, AnyOf, Compare, Missing, Operator, Since
from careplay.model.limits import Hold, Limits, Mode, Window
from careplay.model.rules import CatchUp, Category, Once, Per
from careplay.model.triggers import Absent, Every, Happens, Period, Stands
from careplay.model.types import Parameter, Span
from careplay.planning import plan
from careplay.planning.days import days_looked_at
from careplay.planning.limits import KeepModes
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from hand import CALL, TODAY, customer, event, rule, world

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CONNECTION = connect()
YESTERDAY = TODAY - timedelta(days=1)


def told(
    business: Business, past: Past = NOTHING, events: Sequence[Any] = (), day: date = TODAY
) -> tuple[list[dict[str, Any]], Outcome]:
    loaded = in_memory(business, [customer()], events, connection=CONNECTION)
    outcome = whole.run(plain, business, day, loaded, past)
    return fetched(CONNECTION, outcome.whole), outcome


# The days that no run has looked at


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (None, []),
        (YESTERDAY, []),
        (date(2026, 6, 13), [1]),
        (date(2026, 5, 15), [*range(1, 31)]),
    ]
    + [(each, [*range(1, 32)]) for each in (date(2026, 5, 14), date(2020, 1, 1))],
)
def test_days_are_looked_at_again_if_they_are_not_too_long_ago(
    last: date | None, days: list[int]
) -> None:
    asked = world(rule(catch_up=CatchUp.ALL, trigger=Happens("visit")))
    looked_at = days_looked_at(asked, TODAY, last or TODAY, (), None)
    assert [each.ago for each in looked_at] == [0, *days]


# Whether there is anything to settle


def test_nothing_is_settled_where_only_rules_have_a_say() -> None:
    def settled(business: Business, past: Past = NOTHING) -> bool:
        return bool(plan(business, TODAY, (), before(past)).settling)

    bare = world(rule())
    assert not settled(bare)
    assert settled(bare, Past(last_run=YESTERDAY))
    assert settled(bare, Past(earlier="x"))
    assert settled(world(rule(once=Once(Per.YEAR))))
    assert settled(world(rule(), limits=Limits(windows=(Window("contacts", 1, 1),))))


def test_a_settled_day_without_a_past_is_the_same() -> None:
    bare = world(rule(), rule(id="s", do=(CALL, CALL)))
    rows, _ = told(bare)
    as_table(CONNECTION, "nothing_before", [])
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
    as_table(CONNECTION, "in_the_morning", rows)
    query = f"SELECT * FROM events WHERE \"at\" = TIMESTAMP '{evening['at']}'"
    told(book, events=[morning, evening])
    CONNECTION.execute(f"CREATE OR REPLACE TEMP TABLE {LATE} AS {query}")
    past = Past("in_the_morning", last_run=YESTERDAY, late=LATE, late_since=YESTERDAY)
    later, _ = told(book, past, [morning, evening])
    occasions = [unmarked(row["occasion"]) for row in (*rows, *later)]
    assert occasions == ["visit:2026-06-14 09:00:00", "visit:2026-06-14 15:00:00"]


def test_the_day_of_the_last_run_is_not_caught_up_with() -> None:
    rows, _ = told(world(rule(catch_up=CatchUp.ALL)), Past(last_run=YESTERDAY))
    assert [row["occasion"] for row in rows] == ["day:2026-06-15"]


def test_a_rule_that_was_not_valid_then_has_missed_nothing() -> None:
    late = rule(catch_up=CatchUp.ALL, valid_from=date(2026, 6, 14))
    rows, _ = told(world(late), Past(last_run=date(2026, 6, 12)))
    assert [row["occasion"][-2:] for row in rows] == ["14", "15"]


def test_a_day_without_a_parameter_s_value_asked_nothing() -> None:
    quiet = rule(Absent("visit", Span(Parameter("n"))), catch_up=CatchUp.ALL)
    book = world(quiet, parameters={"n": DatedParameter("n", ((TODAY, 2),))})
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
    (left,) = without_since((case, rule(Every(Period.DAY)), rule(Happens("visit"))))
    assert left == replace(
        case,
        trigger=Stands("c", AllOf((here, ALWAYS, AnyOf((ALWAYS, here)))), ("ref",)),
    )


# Modes

CALM = Mode("calm", ALWAYS, (Category.SALES,), 3)


HELD = {("1", Hold.MODE, "calm"), ("1", Hold.MODE, "short"), ("9", Hold.CONSENT, "x")}
EARLIER = {("1", "calm"): 12, ("2", "calm"): 13, ("3", "calm"): 12, ("4", "gone"): 14}
LIMITS = Limits(modes=(CALM, Mode("short", ALWAYS, ())))


def by_plan(connection: DuckDBPyConnection) -> str:
    holds = ", ".join(f"('{who}', '{kind}', '{name}')" for who, kind, name in HELD)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE holds AS"
        f" FROM (VALUES {holds}) AS h(customer_id, kind, name)"
    )
    modes = ", ".join(
        f"('{who}', '{mode}', DATE '2026-06-{day}')" for (who, mode), day in EARLIER.items()
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE modes_then AS"
        f" FROM (VALUES {modes}) AS m(customer_id, mode, date)"
    )
    given = Given(TODAY, "events", Past(modes="modes_then"), "holds")
    for each in keeping.statements(KeepModes((("calm", 3),), told=True), given):
        connection.execute(each)
    return MODES


def by_hand_kept(connection: DuckDBPyConnection) -> str:
    modes = {key: TODAY.replace(day=day) for key, day in EARLIER.items()}
    memory = Memory(world(), TODAY, holds=frozenset(HELD), modes=modes)
    return keep_modes(LIMITS, memory, connection)


@pytest.mark.parametrize("kept", [by_plan, by_hand_kept])
def test_a_mode_that_lasts_is_carried_forward_while_it_lasts(
    kept: Callable[[DuckDBPyConnection], str],
) -> None:
    connection = connect()
    found = connection.execute(f"SELECT * FROM {kept(connection)}").fetchall()
    assert found == [("1", "calm", TODAY), ("2", "calm", date(2026, 6, 13))]


def test_no_relation_is_made_where_no_mode_lasts() -> None:
    short = Limits(modes=(Mode("short", ALWAYS, ()),))
    assert keep_modes(short, Memory(world(), TODAY), connect()) == ""
    steps = plan(world(rule(), limits=short), TODAY).settling
    assert not any(isinstance(step, KeepModes) for step in steps)


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


@pytest.mark.parametrize("engines", [(plain, duckdb, plain), (duckdb, plain, duckdb)])
def test_one_engine_may_follow_another_on_a_connection(engines: Sequence[Engine]) -> None:
    book = world(rule(), limits=Limits(modes=(CALM,)))
    with connect() as connection:
        loaded = in_memory(book, [customer()], (), connection=connection)
        found = []
        for engine in engines:
            outcome = whole.run(engine, book, TODAY, loaded)
            found.append([*map(partial(fetched, connection), (outcome.whole, outcome.modes))])
    assert found[0] == found[1] == found[2]
