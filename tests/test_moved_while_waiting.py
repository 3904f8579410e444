"""A changed deadline that could not be told at once counts from when it was told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alike import DURABLE, ENGINES
from diary import Diary, days, rule
from repair_desk import (
    FLOW,
    GOAL,
    all_of,
    assert_as_single_runs,
    book,
    moved,
    repair_desk,
)

CALLED = FLOW.replace("do: {task: Mend}", "do: {call: Mend, reason: Mend}")


@pytest.fixture(params=[*ENGINES, DURABLE])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    return repair_desk(tmp_path, request.param)


def waits(desk: Diary, begin: str, end: str) -> None:
    """The case stands still."""
    desk.event(begin, "repair.waiting", ref="R1")
    desk.event(end, "repair.resumed", ref="R1")


def counts(desk: Diary, first: str, count: int) -> list[int]:
    return [moved(desk, day) for day in days(first, count)]


def test_a_case_that_waits_is_told_when_it_goes_on(desk: Diary) -> None:
    desk.run("2026-06-01")
    waits(desk, "2026-06-02 10:00", "2026-06-05 10:00")
    desk.run("2026-06-02")
    desk.playbook = book("2 days")
    assert all_of(desk, "2026-06-03", 5) == {
        "05": {"mend": "06-06T10:00"},
        "06": {"late.1": "06-06T23:59"},
        "07": {"late.2": "06-07T23:59"},
    }
    assert counts(desk, "2026-06-03", 5) == [0, 0, 1, 0, 0]


def test_nobody_is_late_by_what_was_not_told_for_the_wait(desk: Diary) -> None:
    desk.run("2026-06-01")
    waits(desk, "2026-06-01 12:00", "2026-06-05 12:00")
    desk.playbook = book("1 hours")
    assert all_of(desk, "2026-06-02", 5) == {
        "05": {"mend": "06-05T11:00"},
        "06": {"late.1": "06-06T23:59", "late.2": "06-06T23:59"},
    }


@pytest.mark.parametrize("second", ["2 hours", "1 day"])
def test_of_several_edits_nobody_is_late_by_one_that_was_not_told(
    desk: Diary, second: str
) -> None:
    desk.run("2026-06-01")
    waits(desk, "2026-06-01 12:00", "2026-06-05 12:00")
    desk.run("2026-06-02")
    desk.playbook = book("1 hours")
    assert desk.run("2026-06-03") == []
    desk.playbook = book(second)
    found = all_of(desk, "2026-06-04", 4)
    assert [*found["05"]] == ["mend"]
    assert "late.1" in {**found["06"], **found.get("07", {})}


def test_what_was_told_has_passed_as_well_when_the_case_goes_on(desk: Diary) -> None:
    desk.run("2026-06-01")
    waits(desk, "2026-06-06 09:00", "2026-06-09 09:00")
    desk.run("2026-06-05")
    desk.playbook = book("2 days")
    assert all_of(desk, "2026-06-06", 4) == {
        "09": {"mend": "06-09T10:00", "late.1": "06-09T23:59"}
    }


def test_a_wait_within_which_nothing_was_edited_moves_nothing(desk: Diary) -> None:
    desk.run("2026-06-01")
    waits(desk, "2026-06-02 10:00", "2026-06-03 10:00")
    assert all_of(desk, "2026-06-02", 6) == {"07": {"late.1": "06-07T23:59"}}
    assert counts(desk, "2026-06-02", 6) == [0] * 6


def test_what_another_step_is_given_tells_nothing_of_this_one(desk: Diary) -> None:
    desk.run("2026-06-01")
    waits(desk, "2026-06-02 10:00", "2026-06-03 10:00")
    desk.run("2026-06-02")
    desk.playbook = book("5 days").replace("within: 1 day,", "within: 3 days,")
    assert all_of(desk, "2026-06-02", 6) == {"07": {"late.1": "06-07T23:59"}}
    assert counts(desk, "2026-06-02", 6) == [0] * 6


def test_a_goal_that_is_nearer_makes_nobody_late_when_the_case_goes_on(desk: Diary) -> None:
    desk.playbook = book("19 days", flow=GOAL.replace("GOAL", "5"))
    desk.run("2026-06-01")
    waits(desk, "2026-06-02 12:00", "2026-06-05 12:00")
    desk.run("2026-06-02")
    desk.playbook = book("19 days", flow=GOAL.replace("GOAL", "1"))
    assert all_of(desk, "2026-06-03", 4) == {
        "06": {"goal.1": "06-06T23:59", "goal.2": "06-06T23:59"}
    }
    assert counts(desk, "2026-06-03", 4) == [0, 0, 1, 0]


def test_what_was_snoozed_is_late_by_what_was_told_until_it_is_back(desk: Diary) -> None:
    (first,) = desk.run("2026-06-01")
    desk.tells("2026-06-01 12:00", "snoozed", first, until="2026-06-05")
    desk.playbook = book("1 day")
    assert all_of(desk, "2026-06-02", 5) == {
        "05": {"mend": "06-05T10:00"},
        "06": {"late.1": "06-06T23:59", "late.2": "06-06T23:59"},
    }
    assert counts(desk, "2026-06-02", 5) == [1, 0, 0, 0, 0]


def test_what_is_snoozed_for_longer_than_it_was_given_is_late(desk: Diary) -> None:
    (first,) = desk.run("2026-06-01")
    desk.tells("2026-06-01 12:00", "snoozed", first, until="2026-06-08")
    desk.playbook = book("2 days")
    assert all_of(desk, "2026-06-02", 8) == {
        "06": {"late.1": "06-06T23:59"},
        "07": {"late.2": "06-07T23:59"},
        "08": {"mend": "06-08T10:00"},
    }


def test_what_a_limit_put_off_is_late_by_what_was_told_until_it_is_back(desk: Diary) -> None:
    limits = "limits: {per_customer: {contacts: {3 days: 1}}}\n"
    hello = "rules:\n" + rule("hello", "{event: visit}", priority="urgent")
    hello = hello.replace("    priority: urgent\n", "").replace(
        "to: adviser", "to: adviser, priority: urgent"
    )
    desk.event("2026-06-01 09:00", "visit")
    desk.playbook = book("5 days", limits, CALLED + hello)
    first = {row["rule"]: row["status"] for row in desk.run("2026-06-01")}
    assert first == {"hello": "due", "repair.mend": "deferred"}
    desk.playbook = book("1 day", limits, CALLED + hello)
    assert all_of(desk, "2026-06-02", 4) == {
        "04": {"mend": "06-04T10:00"},
        "05": {"late.1": "06-05T23:59", "late.2": "06-05T23:59"},
    }
    assert counts(desk, "2026-06-02", 4) == [1, 0, 0, 0]


def test_whoever_was_not_reached_hears_the_changed_deadline(desk: Diary) -> None:
    twice = CALLED.replace("reason: Mend", "reason: Mend, channels: [{phone: 2}]")
    desk.playbook = book("5 days", flow=twice)
    (first,) = desk.run("2026-06-01")
    desk.tells("2026-06-02 12:00", "unreached", first)
    desk.playbook = book("1 day", flow=twice)
    assert all_of(desk, "2026-06-02", 3) == {
        "03": {"mend": "06-03T10:00"},
        "04": {"late.1": "06-04T23:59", "late.2": "06-04T23:59"},
    }


def test_days_in_a_row_are_as_single_ones(desk: Diary) -> None:
    (first,) = desk.run("2026-06-01")
    waits(desk, "2026-06-02 10:00", "2026-06-05 10:00")
    desk.tells("2026-06-01 12:00", "snoozed", first, until="2026-06-06")
    desk.playbook = book("2 days")
    assert_as_single_runs(desk, days("2026-06-02", 6))


def test_it_is_remembered_no_longer_than_somebody_waits(desk: Diary) -> None:
    desk.run("2026-06-01")
    waits(desk, "2026-06-02 10:00", "2026-06-05 10:00")
    desk.run("2026-06-02")
    desk.playbook = book("2 days")
    all_of(desk, "2026-06-03", 5)
    kept = [
        json.loads(desk.kept(day, "run.json").read_text("utf-8"))["ran_with"]["steps"]["repair"]
        for day in days("2026-06-02", 6)
    ]
    assert [each["before"] is not None for each in kept] == [False, *[True] * 3, *[False] * 2]
