"""A deadline that people were told counts until they were told the changed one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from alike import ENGINES
from careplay.cli import main
from diary import Diary, days, rule, rules
from older import without_manifests
from repair_desk import (
    FLOW,
    GOAL,
    LATE,
    MEND,
    all_of,
    assert_as_single_runs,
    book,
    moved,
    repair_desk,
    told,
)


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    return repair_desk(tmp_path, request.param)


def test_a_shorter_deadline_is_told_before_anybody_is_late(desk: Diary) -> None:
    assert all_of(desk, "2026-06-01", 3) == {"01": {"mend": "06-06T10:00"}}
    desk.playbook = book("2 days")
    assert all_of(desk, "2026-06-04", 3) == {
        "04": {"mend": "06-04T10:00"},
        "05": {"late.1": "06-05T23:59", "late.2": "06-05T23:59"},
    }
    assert [moved(desk, f"2026-06-0{day}") for day in (3, 4, 5)] == [0, 1, 0]


def test_what_is_told_again_is_the_same_action(desk: Diary) -> None:
    (first,) = desk.run("2026-06-01")
    desk.playbook = book("8 days")
    (again,) = desk.run("2026-06-02")
    names = ("action_id", "status", "attempt", "owner", "text")
    assert [again[name] for name in names] == [first[name] for name in names]
    assert (again["supersedes"], again["due_at"]) == (first["action_id"], "2026-06-09T10:00")


def test_a_longer_deadline_counts_at_once(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("8 days")
    assert all_of(desk, "2026-06-06", 6) == {
        "06": {"mend": "06-09T10:00"},
        "09": {"late.1": "06-09T23:59"},
        "10": {"late.2": "06-10T23:59"},
    }
    assert moved(desk, "2026-06-06") == 1


def test_a_told_deadline_that_has_passed_makes_late_all_the_same(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("2 days")
    found = told(desk.run("2026-06-06"))
    assert found == {"mend": "06-06T10:00", "late.1": "06-06T23:59"}


def test_a_deadline_that_is_taken_away_makes_nobody_late(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book()
    assert all_of(desk, "2026-06-05", 5) == {}
    assert [moved(desk, f"2026-06-0{day}") for day in (5, 6)] == [1, 0]


def test_a_new_deadline_is_told_before_anybody_is_late(desk: Diary) -> None:
    desk.playbook = book()
    assert all_of(desk, "2026-06-01", 4) == {"01": {"mend": "06-01T23:59"}}
    desk.playbook = book("2 days")
    assert all_of(desk, "2026-06-05", 2) == {
        "05": {"mend": "06-05T10:00"},
        "06": {"late.1": "06-06T23:59", "late.2": "06-06T23:59"},
    }
    assert moved(desk, "2026-06-05") == 1


def test_of_two_edits_each_is_told(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("3 days")
    assert told(desk.run("2026-06-02")) == {"mend": "06-04T10:00"}
    desk.playbook = book("2 days")
    assert all_of(desk, "2026-06-03", 2) == {
        "03": {"mend": "06-03T10:00"},
        "04": {"late.1": "06-04T23:59", "late.2": "06-04T23:59"},
    }


def test_an_edit_that_was_taken_back_before_a_run_moved_nothing(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("3 days")
    desk.playbook = book("120 hours")
    assert desk.run("2026-06-02") == []
    assert moved(desk, "2026-06-02") == 0


def test_days_without_a_run_make_no_difference(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("1 day")
    assert all_of(desk, "2026-06-05", 2) == {
        "05": {"mend": "06-05T10:00"},
        "06": {"late.1": "06-06T23:59", "late.2": "06-06T23:59"},
    }


def test_a_day_that_is_run_again_gives_the_same_bytes(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("2 days")
    names, found = ("actions.parquet", "run.json"), []
    for _ in range(2):
        desk.run("2026-06-04")
        found.append([desk.kept("2026-06-04", name).read_bytes() for name in names])
    assert found[0] == found[1]


def test_an_edit_between_two_runs_of_a_day_is_told_by_the_second(desk: Diary) -> None:
    desk.run("2026-06-01")
    assert desk.run("2026-06-04") == []
    desk.playbook = book("2 days")
    assert told(desk.run("2026-06-04")) == {"mend": "06-04T10:00"}
    assert moved(desk, "2026-06-04") == 1
    desk.playbook = book("5 days")
    assert desk.run("2026-06-04") == []


def test_days_in_a_row_are_as_single_ones(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("2 days")
    assert_as_single_runs(desk, days("2026-06-03", 4))


def test_a_step_that_nobody_was_told_of_is_late_at_once(desk: Diary) -> None:
    desk.run("2026-05-31")
    desk.run("2026-06-01")
    desk.event("2026-06-01 12:00", "asked", ref="R2")  # typed in on the fourth
    desk.playbook = book("2 days")
    found = {(row["rule"], row["occasion"]) for row in desk.run("2026-06-04")}
    assert found == {
        (MEND, "repair:mend/0/R1"),
        (MEND, "repair:mend/0/R2"),
        (LATE, "repair:mend/0/R2"),
        ("repair.late.2", "repair:mend/0/R2"),
    }
    assert moved(desk, "2026-06-04") == 1


def test_what_is_done_is_not_told_again(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.event("2026-06-02 09:00", "repair.mend.done", ref="R1")
    desk.playbook = book("2 days")
    assert told(desk.run("2026-06-02")) == {"tell": "06-03T09:00"}
    assert moved(desk, "2026-06-02") == 0


def test_an_action_that_people_said_is_done_is_not_told_again(desk: Diary) -> None:
    (first,) = desk.run("2026-06-01")
    desk.tells("2026-06-01 12:00", "done", first)
    desk.playbook = book("2 days")
    assert desk.run("2026-06-02") == []


def test_what_was_put_off_by_people_comes_back_with_the_changed_deadline(desk: Diary) -> None:
    (first,) = desk.run("2026-06-01")
    desk.tells("2026-06-01 12:00", "snoozed", first, until="2026-06-03")
    desk.playbook = book("4 days")
    assert all_of(desk, "2026-06-02", 2) == {"03": {"mend": "06-05T10:00"}}


PARAMETERS = "parameters: {mend: {2026-01-01: 5, 2026-06-03: 2}}"


def test_a_dated_parameter_moves_no_deadline(desk: Diary) -> None:
    desk.playbook = book("$mend days", PARAMETERS)
    assert all_of(desk, "2026-06-01", 7) == {
        "01": {"mend": "06-06T10:00"},
        "06": {"late.1": "06-06T23:59"},
        "07": {"late.2": "06-07T23:59"},
    }
    assert {moved(desk, day) for day in days("2026-06-01", 7)} == {0}


def test_a_value_that_is_edited_moves_the_cases_that_began_under_it(desk: Diary) -> None:
    desk.playbook = book("$mend days", PARAMETERS)
    desk.event("2026-06-03 10:00", "asked", ref="R2")
    desk.run("2026-06-03")
    desk.playbook = book("$mend days", PARAMETERS.replace(": 5", ": 4"))
    assert told(desk.run("2026-06-04")) == {"mend": "06-05T10:00"}
    assert moved(desk, "2026-06-04") == 1


def test_a_goal_that_is_nearer_makes_nobody_late_on_the_first_run(desk: Diary) -> None:
    desk.playbook = book("9 days", flow=GOAL.replace("GOAL", "5"))
    desk.run("2026-06-01")
    desk.playbook = book("9 days", flow=GOAL.replace("GOAL", "2"))
    assert all_of(desk, "2026-06-04", 2) == {
        "05": {"goal.1": "06-05T23:59", "goal.2": "06-05T23:59"}
    }
    assert [moved(desk, f"2026-06-0{day}") for day in (4, 5)] == [1, 0]


VERSIONS = """
flows:
  repair:
    starts: asked
    owner: adviser
    from: 2026-06-04
    migrate: true
    steps: {mend: {title: Mend, do: {task: Mend}, within: 2 days, next: over}}
    late: [{after: 0 hours, escalate: manager}]
    before:
      - steps: {mend: {title: Mend, do: {task: Mend}, within: 5 days, next: over}}
        late: [{after: 0 hours, escalate: manager}]
"""


def test_a_version_that_takes_cases_along_tells_its_deadline_first(desk: Diary) -> None:
    desk.playbook = VERSIONS
    assert all_of(desk, "2026-06-03", 3) == {
        "03": {"mend.v1": "06-06T10:00"},
        "04": {"mend": "06-04T10:00"},
        "05": {"late.1": "06-05T23:59"},
    }
    assert moved(desk, "2026-06-04") == 1


@pytest.mark.parametrize("others", ["2345678", "4678", "5678", "89"])
def test_a_goal_that_a_version_brings_is_missed_once_whatever_days_are_run(
    desk: Diary, others: str
) -> None:
    """It was missed on the second, before anybody had it: nobody hears on the first run."""
    goal = "migrate: true\n    goal: {reach: over, within: 1 day}"
    desk.playbook = VERSIONS.replace("migrate: true", goal)
    first, *later = (told(desk.run(f"2026-06-0{day}")) for day in f"1{others}")
    assert first == {"mend.v1": "06-06T10:00"}
    heard = [day for day, rules in zip(others, later, strict=True) if "goal.1" in rules]
    assert heard == [[each for each in others if int(each) >= 4][1]]


def test_a_day_kept_by_an_older_careplay_moved_nothing(desk: Diary) -> None:
    desk.run("2026-06-01")
    file = desk.kept("2026-06-01", "run.json")
    kept = json.loads(file.read_text("utf-8"))
    del kept["ran_with"]["steps"]
    file.write_text(json.dumps(kept), "utf-8")
    without_manifests(desk.folder)
    desk.playbook = book("2 days")
    assert told(desk.run("2026-06-04")) == {"late.1": "06-04T23:59", "late.2": "06-04T23:59"}
    assert moved(desk, "2026-06-04") == 0


def test_limits_take_nothing_of_what_is_told_again(desk: Diary) -> None:
    limits = "limits: {per_customer: {contacts: {7 days: 1}}}\n"
    flow = FLOW.replace("do: {task: Mend}", "do: {call: Mend, reason: Mend}")
    desk.playbook = book("5 days", limits, flow)
    desk.run("2026-06-01")
    desk.playbook = book("2 days", limits, flow)
    (again,) = desk.run("2026-06-02")
    assert (again["status"], again["due_at"]) == ("due", "2026-06-03T10:00")


def test_what_is_told_again_counts_once_in_a_window(desk: Diary) -> None:
    """As of the day on which it was told last."""
    desk.playbook = _called("5 days")
    desk.run("2026-06-01")
    desk.playbook = _called("9 days")
    assert len(desk.run("2026-06-02")) == 1
    assert _room(desk, "03", "04", "08", "09") == {
        "03": ["due"], "04": ["dropped"], "08": ["dropped"], "09": ["due"],
    }  # fmt: skip


@pytest.mark.parametrize("edited", ["02", "05"])
def test_what_comes_back_counts_beside_what_is_told_again(edited: str, desk: Diary) -> None:
    """It comes back on the 4th; it is told again before that, or after it."""
    desk.playbook = _called("5 days")
    told = desk.run("2026-06-01")
    for day in days("2026-06-02", 4):
        if day[-2:] == edited:
            desk.playbook = _called("9 days")
        told += desk.run(day)
        if day[-2:] == "02":
            desk.tells("2026-06-02 18:00", "snoozed", told[0], until="2026-06-04")
    assert {each["date"][-2:] for each in told} == {"01", edited, "04"}
    assert _room(desk, "06") == {"06": ["dropped"]}


def test_what_is_told_again_counts_once_though_its_day_is_run_again(desk: Diary) -> None:
    desk.playbook = _called("5 days")
    desk.run("2026-06-01")
    desk.playbook = _called("9 days")
    (first,) = desk.run("2026-06-02")
    desk.playbook = _called("9 days").replace("reason: Mend", "reason: Mend it")
    (second,) = desk.run("2026-06-02")
    assert (first["attempt"], second["attempt"]) == (1, 1)
    assert _room(desk, "03") == {"03": ["due"]}


def _called(within: str) -> str:
    """A playbook of calls, of which there are two in seven days, and of greetings."""
    limits = "limits: {per_customer: {contacts: {7 days: 2}}}\n"
    flow = FLOW.replace("do: {task: Mend}", "do: {call: Mend, reason: Mend}")
    hello = rules(rule("hello", "{event: visit}", "{message: Hello, to: adviser}"))
    return book(within, limits, flow + hello)


def _room(desk: Diary, *visited: str) -> dict[str, list[str]]:
    """What becomes of a greeting on each of the days."""
    for day in visited:
        desk.event(f"2026-06-{day} 08:00", "visit")
    return {day: [each["status"] for each in desk.run(f"2026-06-{day}")] for day in visited}


def test_it_is_said_in_words(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("2 days")
    said = desk.call("2026-06-02", "--format", "jsonl").stderr
    assert "deadlines that people were told and an edit moved: 1" in said.splitlines()


def test_it_is_planned_as_it_is_run(desk: Diary) -> None:
    desk.run("2026-06-01")
    desk.playbook = book("2 days")
    desk.write()
    made = CliRunner().invoke(main, ["plan", str(desk.folder), "--date", "2026-06-02"])
    assert "what was told to be due of repair counts until it is told otherwise" in made.stdout
