"""A deadline that people were told counts until the changed one, whatever edit moved it.

Here the business's own days and hours are edited, by which the flow's clock goes.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alike import DURABLE_TOO, ENGINES
from diary import Diary, days
from older import without_manifests
from repair_desk import (
    CASES,
    FLOW,
    all_of,
    assert_as_single_runs,
    book,
    moved,
    repair_desk,
    told,
)

BY_HOURS = FLOW.replace("around the clock", "working hours")


@pytest.fixture(params=[*ENGINES, *DURABLE_TOO])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    return repair_desk(tmp_path, request.param, "5 working days")


def edit(desk: Diary, line: str) -> None:
    """Write a line into careplay.yaml."""
    desk.home = f"{CASES}{line}\n"


def test_a_saturday_that_is_opened_is_told_before_anybody_is_late(desk: Diary) -> None:
    assert all_of(desk, "2026-06-01", 5) == {"01": {"mend": "06-08T18:00"}}
    edit(desk, "open: [2026-06-06]")
    assert all_of(desk, "2026-06-07", 2) == {
        "07": {"mend": "06-07T18:00"},
        "08": {"late.1": "06-08T23:59", "late.2": "06-08T23:59"},
    }
    assert [moved(desk, f"2026-06-0{day}") for day in (5, 7, 8)] == [0, 1, 0]


def test_a_day_that_is_closed_counts_at_once(desk: Diary) -> None:
    desk.run("2026-06-01")
    edit(desk, "closed: [2026-06-03 to 2026-06-04]")
    assert all_of(desk, "2026-06-02", 9) == {
        "02": {"mend": "06-10T18:00"},
        "10": {"late.1": "06-10T23:59"},
    }
    assert [moved(desk, f"2026-06-0{day}") for day in (2, 3)] == [1, 0]


def test_hours_that_are_fewer_count_at_once(desk: Diary) -> None:
    desk.playbook = book("20 hours", flow=BY_HOURS)
    assert all_of(desk, "2026-06-01", 2) == {"01": {"mend": "06-03T12:00"}}
    edit(desk, "working_hours: {mon-fri: '09:00-12:00'}")
    assert all_of(desk, "2026-06-03", 2) == {"03": {"mend": "06-09T12:00"}}


def test_hours_that_are_more_are_told_before_anybody_is_late(desk: Diary) -> None:
    desk.playbook = book("40 hours", flow=BY_HOURS)
    assert all_of(desk, "2026-06-01", 2) == {"01": {"mend": "06-05T14:00"}}
    edit(desk, "working_hours: {mon-sun: [00:00-12:00, 12:00-24:00]}")
    assert all_of(desk, "2026-06-03", 3) == {
        "03": {"mend": "06-03T02:00"},
        "04": {"late.1": "06-04T23:59", "late.2": "06-04T23:59"},
    }
    assert moved(desk, "2026-06-03") == 1


def test_another_country_has_other_working_days(desk: Diary) -> None:
    desk.playbook = book("15 working days")
    assert all_of(desk, "2026-06-01", 1) == {"01": {"mend": "06-23T18:00"}}
    edit(desk, "country: DE")  # where nobody keeps the Dragon Boat Festival
    assert all_of(desk, "2026-06-02", 1) == {"02": {"mend": "06-22T18:00"}}


@pytest.mark.parametrize(
    "line", ["closed: [2026-06-03]", "working_hours: {mon: '10:00-12:00'}"]
)
def test_around_the_clock_no_day_moves_a_deadline(desk: Diary, line: str) -> None:
    desk.playbook = book("5 days")
    desk.run("2026-06-01")
    edit(desk, line)
    assert desk.run("2026-06-02") == []
    assert moved(desk, "2026-06-02") == 0


def test_what_stood_still_is_counted_by_what_was_told(desk: Diary) -> None:
    desk.playbook = book("3 working days")
    desk.run("2026-06-01")
    desk.event("2026-06-02 09:00", "repair.waiting", ref="R1")
    desk.event("2026-06-04 09:00", "repair.resumed", ref="R1")
    desk.run("2026-06-04")
    edit(desk, "open: [2026-06-06]")  # the second, the fifth and then the sixth, not the eighth
    assert all_of(desk, "2026-06-05", 4) == {
        "05": {"mend": "06-06T18:00"},
        "06": {"late.1": "06-06T23:59"},
        "07": {"late.2": "06-07T23:59"},
    }


def test_days_and_spans_may_be_edited_together(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("2 working days")
    edit(desk, "closed: [2026-06-02]")
    assert all_of(desk, "2026-06-05", 2) == {
        "05": {"mend": "06-05T18:00"},
        "06": {"late.1": "06-06T23:59", "late.2": "06-06T23:59"},
    }


GOAL = FLOW.replace("    steps:", "    goal: {reach: over, within: 5 working days}\n    steps:")


def test_a_goal_that_is_nearer_makes_nobody_late_on_the_first_run(desk: Diary) -> None:
    desk.playbook = book("20 days", flow=GOAL)
    desk.run("2026-06-01")
    edit(desk, "open: [2026-06-06]")
    assert all_of(desk, "2026-06-07", 2) == {
        "08": {"goal.1": "06-08T23:59", "goal.2": "06-08T23:59"}
    }
    assert [moved(desk, f"2026-06-0{day}") for day in (7, 8)] == [1, 0]


def test_what_is_written_otherwise_and_means_the_same_moved_nothing(desk: Diary) -> None:
    edit(desk, "closed: [2026-06-03 to 2026-06-04]")
    desk.run("2026-06-01")
    edit(desk, "closed: [2026-06-04, 2026-06-03]\nworking_hours: {mon-fri: '09:00-18:00'}")
    assert desk.run("2026-06-02") == []
    assert moved(desk, "2026-06-02") == 0


def test_a_day_that_does_not_say_its_hours_moved_nothing(desk: Diary) -> None:
    desk.run("2026-06-01")
    file = desk.kept("2026-06-01", "run.json")
    kept = json.loads(file.read_text("utf-8"))
    del kept["ran_with"]["steps"]["repair"]["hours"]
    file.write_text(json.dumps(kept), "utf-8")
    without_manifests(desk.folder)
    edit(desk, "open: [2026-06-06]")
    assert told(desk.run("2026-06-07")) == {"late.1": "06-07T23:59", "late.2": "06-07T23:59"}
    assert moved(desk, "2026-06-07") == 0


def test_days_in_a_row_are_as_single_ones(desk: Diary) -> None:
    desk.run("2026-06-01")
    edit(desk, "open: [2026-06-06]\nclosed: [春节, 12-31 to 01-03]")
    assert_as_single_runs(desk, days("2026-06-05", 4))
