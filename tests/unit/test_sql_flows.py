"""Deadlines at the very edges, where generated histories seldom come: in SQL and in plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest

from careplay.calendars.stretches import WorkingSpans
from careplay.engines.sql.records import flows as sql
from careplay.meaning import flows as plain
from careplay.meaning.clock import clock_of
from careplay.model.flows import Flow, Goal, Step, Version
from careplay.model.types import Span, Unit
from careplay.planning import records
from careplay.planning.clock import clock_on
from careplay.planning.needed import attributes_of
from careplay.planning.probes import Column
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from strategies.flows import DAY, TYPES, Event, business_of

MON_FRI: dict[int, WorkingSpans] = dict.fromkeys(range(5), ((time(9), time(18)),))
FOLD = "fold"


def at(text: str) -> datetime:
    """A moment of the month before the date: ``12 09:20``."""
    return datetime.strptime(f"2026-10-{text}", "%Y-%m-%d %H:%M")  # noqa: DTZ007


def told(kind: str, moment: str, **attributes: Any) -> Event:
    lacking: Event = dict.fromkeys(TYPES)
    own = {"customer_id": "c1", "type": f"case.{kind}", "at": at(moment), "key": None}
    return {**lacking, **own, "ref": "r1", **attributes}


def flow_of(within: Span, *, working: bool = False, late: tuple[Span, ...] = ()) -> Flow:
    steps = (
        Step("hear", (("", "look"),), None, within),
        Step("look", (("yes", "closed"), ("no", "hear")), None, within),
    )
    goal = Goal(Span(7), "agreed")
    versions = (Version(1, DAY.replace(year=2020), steps, goal, late),)
    return Flow(
        "case", "case.opened", "ref", versions, working, ("waiting",), (), tuple(sorted(TYPES))
    )


def record(
    flow: Flow, *events: Event, hours: Mapping[int, WorkingSpans] = MON_FRI
) -> dict[str, Any]:
    """The only case, with its odd events; both engines must find the same."""
    business = business_of(flow, "CN", hours)
    loaded = in_memory(business, [{"customer_id": "c1"}], events, connection=connect())
    cases = records.case_fold(Column(flow.name), clock_on(business, DAY))
    loaded.connection.execute(sql.folding(cases, loaded.events, FOLD))
    query = sql.relation(cases, attributes_of(business), FOLD)
    result = loaded.connection.execute(query)
    names = [column[0] for column in result.description or ()]
    (found,) = (dict(zip(names, row, strict=True)) for row in result.fetchall())
    ((expected,), odd) = plain.case_records(flow, events, clock_of(business, DAY))
    assert found == {name: expected.get(name) for name in found}
    counts = sql.odd(flow, FOLD, loaded.customers)
    told_odd = loaded.connection.execute(counts).fetchall()
    assert {kind: count for _, kind, count in told_odd} == odd
    return {**found, "odd": dict(odd)}


@pytest.mark.parametrize(
    ("within", "working", "stopped", "went_on", "due"),
    [
        (Span(50, Unit.MINUTES), False, "12 09:20", "12 10:00", "12 09:20"),
        (Span(51, Unit.MINUTES), False, "12 09:20", "12 10:00", "12 10:01"),
        (Span(20, Unit.MINUTES), True, "12 09:20", "12 10:00", "12 09:20"),
        (Span(21, Unit.MINUTES), True, "12 09:20", "12 10:00", "12 10:01"),
        (Span(9, Unit.HOURS), True, "12 18:00", "12 20:00", "12 18:00"),
    ],
)
def test_a_pause_at_the_very_deadline_moves_nothing(
    within: Span, *, working: bool, stopped: str, went_on: str, due: str
) -> None:
    events = (told("opened", "12 08:30"), told("waiting", stopped), told("resumed", went_on))
    assert record(flow_of(within, working=working), *events)["step_due"] == at(due)


def test_a_pause_that_begins_on_the_last_working_day_moves_nothing() -> None:
    events = (
        told("opened", "08 08:30"),
        told("waiting", "09 10:00"),
        told("resumed", "12 08:00"),
    )
    due = record(flow_of(Span(1, Unit.WORKING_DAYS)), *events)["step_due"]
    assert due == at("09 18:00")


def test_while_the_clock_stands_still_there_is_no_deadline() -> None:
    flow = flow_of(Span(1), late=(Span(0),))
    found = record(flow, told("opened", "12 08:30"), told("waiting", "12 09:00"))
    assert found["waiting"] == "waiting"
    assert found["step_on"] == DAY
    for name in ("step_due", "goal_due", "late_1_on", "goal_late_1_on"):
        assert found[name] is None


def test_a_make_up_saturday_without_hours_is_worked_like_the_first_weekday_that_is() -> None:
    flow = flow_of(Span(1, Unit.WORKING_DAYS))
    hours: dict[int, WorkingSpans] = {1: ((time(8), time(11)),), 4: ((time(12), time(20)),)}
    found = record(flow, told("opened", "09 08:30"), hours=hours)
    assert found["step_due"] == at("10 11:00")


def test_a_deadline_at_closing_time_is_not_at_the_next_opening() -> None:
    flow = flow_of(
        Span(9, Unit.HOURS), working=True, late=(Span(0, Unit.HOURS), Span(1, Unit.HOURS))
    )
    found = record(flow, told("opened", "09 09:00"))
    assert (found["step_due"], found["late_1_on"], found["late_2_on"]) == (
        at("09 18:00"),
        at("09 18:00").date(),
        at("10 09:00").date(),  # a make-up Saturday
    )


def test_an_agreed_day_ends_at_23_59_and_no_pause_moves_it() -> None:
    agreed = told("agreed", "12 10:00", plan_due=at("20 00:00").date(), plan_owner="p1")
    pauses = (told("waiting", "12 11:00"), told("resumed", "12 12:00"))
    found = record(flow_of(Span(1)), told("opened", "12 08:30"), agreed, *pauses)
    assert found["goal_due"] == at("20 23:59")


def test_a_second_time_round_counts_from_the_return() -> None:
    done = told("hear.done", "09 10:00"), told("look.done", "12 11:00", outcome="no")
    found = record(flow_of(Span(1)), told("opened", "09 08:30"), *done)
    assert (found["returns"], found["step"], found["step_due"]) == (1, "hear", at("13 11:00"))


def test_events_of_one_moment_go_by_rank_then_by_attributes() -> None:
    flow = flow_of(Span(1))
    opened, hear = told("opened", "12 09:00"), told("hear.done", "12 09:00", words="b")
    yes, no = (told("look.done", "12 09:00", outcome=each) for each in ("yes", "no"))
    assert record(flow, yes, hear, no, opened)["returns"] == 1  # "no" comes before "yes"
    yes, no = {**yes, "number": 1}, {**no, "number": 9}  # a name before "outcome"
    assert record(flow, yes, hear, no, opened)["returns"] == 0


def test_what_nobody_understands_keeps_its_rank_among_events_of_one_moment() -> None:
    unclear = told("look.done", "12 09:00", outcome="perhaps")
    assert record(flow_of(Span(1)), unclear, told("opened", "12 09:00"))["odd"] == {
        "unclear": 1
    }


def test_a_case_of_an_old_version_goes_on_under_a_new_one_that_takes_it_along() -> None:
    flow = flow_of(Span(1))
    (first,) = flow.versions
    steps = (Step("listen", (("", "closed"),), None, Span(3)),)
    second = Version(2, DAY, steps, migrate=True, renamed=(("hear", "listen"),))
    both = replace(flow, versions=(first, second))
    found = record(both, told("opened", "08 09:00"))
    assert (found["version"], found["step"], found["step_due"]) == (2, "listen", at("11 09:00"))
    done = record(both, told("opened", "08 09:00"), told("hear.done", "08 10:00"))
    assert (done["step"], done["ended_at"], done["step_due"]) == (
        "closed",
        at("08 10:00"),
        None,
    )
