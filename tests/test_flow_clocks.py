"""What counts for the clock of a case, and who hears of it on which day."""

from __future__ import annotations

from pathlib import Path

import pytest

import docs_pages
from alike import DURABLE, ENGINES, called
from careplay.language.lowering.flows import late
from diary import Diary
from repair_desk import CASES, STAFF, all_of

HOME = CASES.replace("asked: {ref: text}", "asked: {ref: text, promised: date}")
FLOW = """
flows:
  repair:
    starts: asked
    owner: adviser
    clock: {hours: around the clock, pauses_in: CLOCK}
    goal: {reach: over, within: 30 days, or: agreed}
    steps:
      mend: {title: Mend, do: {task: Mend}, STEP, next: tell}
      tell: {title: Tell, do: {task: Tell}, next: over}
    late: [{after: 0 hours, escalate: manager}]
"""
COLUMNS = ("ref", "promised", "plan_due", "plan_owner", "reason")


@pytest.fixture(params=[*ENGINES, DURABLE])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    return Diary(
        tmp_path / "desk",
        "",
        staff=STAFF,
        engine=request.param,
        home=HOME,
        columns=COLUMNS,
    )


def book(desk: Diary, step: str, clock: str = "[waiting]") -> None:
    """The playbook, with what is said of its step and of its pauses."""
    desk.playbook = FLOW.replace("STEP", step).replace("CLOCK", clock)


def test_nobody_is_late_with_a_step_before_it_begins(desk: Diary) -> None:
    book(desk, "after: 5 days, within: 9 days, due: promised")
    desk.event("2026-06-01 10:00", "asked", ref="R1", promised="2026-06-03")
    assert all_of(desk, "2026-06-01", 8) == {
        "06": {"mend": "06-06T23:59", "late.1": "06-06T23:59"}
    }


def test_a_plan_without_an_owner_names_no_deadline(desk: Diary) -> None:
    book(desk, "within: 9 days, due: plan_due, or: agreed")
    desk.event("2026-06-01 10:00", "asked", ref="R1")
    desk.event("2026-06-01 11:00", "repair.agreed", ref="R1", plan_due="2026-06-03")
    assert desk.run("2026-06-01")[0]["due_at"] == "2026-06-10T10:00"
    desk.event(
        "2026-06-02 11:00", "repair.agreed", ref="R1", plan_due="2026-06-04", plan_owner="E1"
    )
    assert all_of(desk, "2026-06-02", 3) == {
        "04": {"late.1": "06-04T23:59", "goal.1": "06-04T23:59"}
    }


def pausing(desk: Diary, at_most: str, more: str = "", step: str = "within: 2 days") -> None:
    book(desk, step, f"{{waiting: {{at_most: {at_most}, remind: manager{more}}}}}")
    desk.event("2026-06-01 10:00", "asked", ref="R1")


def waits(desk: Diary, at: str, **told: str) -> None:
    desk.event(at, "repair.waiting", ref="R1", **told)


def test_a_wait_ends_by_itself_and_the_clock_goes_on(desk: Diary) -> None:
    pausing(desk, "3 days")
    waits(desk, "2026-06-01 12:00")
    assert all_of(desk, "2026-06-02", 6) == {
        "04": {"mend": "06-06T10:00", "waiting.at_most": "06-04T23:59"},
        "06": {"late.1": "06-06T23:59"},
    }


def test_a_wait_that_ended_by_itself_is_told_once_after_any_gap(desk: Diary) -> None:
    pausing(desk, "3 days", step="within: 30 days")
    assert [*all_of(desk, "2026-06-01", 1)["01"]] == ["mend"]
    waits(desk, "2026-06-01 12:00")
    assert all_of(desk, "2026-06-09", 3) == {"09": {"waiting.at_most": "06-09T23:59"}}
    waits(desk, "2026-06-12 12:00")
    assert all_of(desk, "2026-06-12", 5) == {"15": {"waiting.at_most": "06-15T23:59"}}


def test_of_a_wait_that_ended_nobody_hears_once_the_case_went_on(desk: Diary) -> None:
    pausing(desk, "3 days")
    waits(desk, "2026-06-01 12:00")
    desk.event("2026-06-05 09:00", "repair.mend.done", ref="R1")
    assert [*all_of(desk, "2026-06-06", 1)["06"]] == ["tell"]


def test_working_days_of_a_wait_end_with_the_working_hours(desk: Diary) -> None:
    pausing(desk, "2 working days")
    waits(desk, "2026-06-04 12:00")  # a Thursday: until Monday at six
    assert all_of(desk, "2026-06-04", 8) == {
        "08": {"mend": "06-08T10:00", "waiting.at_most": "06-08T23:59", "late.1": "06-08T23:59"}
    }


def test_whatever_date_it_waits_for_a_wait_ends(desk: Diary) -> None:
    pausing(desk, "3 days", ", until: promised, after: 1 day", "within: 30 days")
    waits(desk, "2026-06-02 12:00", promised="2026-06-30")
    assert all_of(desk, "2026-06-02", 8) == {
        "03": {"waiting.after.1": "06-03T23:59"},
        "05": {"mend": "07-04T10:00", "waiting.at_most": "06-05T23:59"},
    }


def test_a_wait_whose_row_is_deleted_takes_back_what_was_told_of_it(desk: Diary) -> None:
    pausing(desk, "4 days", ", after: 1 day", "within: 30 days")
    desk.run("2026-06-01")
    waits(desk, "2026-06-02 12:00")
    assert [*all_of(desk, "2026-06-03", 1)["03"]] == ["waiting.after.1"]
    row = desk.happened.pop()
    assert [(each["rule"], each["held_by"]) for each in desk.run("2026-06-04")] == [
        ("repair.waiting.after.1", "gone")
    ]
    assert desk.run("2026-06-05") == []
    desk.happened.append(row)
    assert [*all_of(desk, "2026-06-06", 1)["06"]] == ["waiting.at_most"]
    desk.happened.pop()
    assert [each["status"] for each in desk.run("2026-06-07")] == ["withdrawn"]


def test_by_the_case_it_is_told_that_a_wait_ended(desk: Diary) -> None:
    pausing(desk, "3 days")
    waits(desk, "2026-06-01 12:00")
    desk.write()
    shown = called(("cases", desk.folder, "--date", "2026-06-05", "--case", "R1")).output
    assert "2026-06-04 12:00  repair.waiting  the clock goes on by itself" in shown


def starts_at(desk: Diary, made: str) -> None:
    desk.home = f"{HOME}day_starts: {made}\n"


(ON_LISTS,) = (
    each.rows
    for each in docs_pages.tables("flows.md")
    if each.heading == ("a deadline of", "is late on the list of")
)


@pytest.mark.parametrize(("due", "told"), ON_LISTS)
def test_a_list_that_is_made_in_the_morning_tells_what_was_passed_by_then(
    desk: Diary, due: str, told: str
) -> None:
    book(desk, "within: 2 days")
    starts_at(desk, "08:00")
    assert due.startswith("2026-06-03")
    desk.event(f"2026-06-01 {due[11:]}", "asked", ref="R1")
    desk.run("2026-06-01")
    late = told[-2:]
    assert all_of(desk, "2026-06-02", 4) == {late: {"late.1": f"06-{late}T23:59"}}


def test_what_the_evening_before_told_is_not_told_in_the_morning(desk: Diary) -> None:
    book(desk, "within: 2 days")
    desk.event("2026-06-01 12:00", "asked", ref="R1")
    assert [*all_of(desk, "2026-06-01", 3)["03"]] == ["late.1"]
    starts_at(desk, "08:00")
    assert all_of(desk, "2026-06-04", 2) == {}


def test_after_days_without_a_run_a_morning_tells_what_was_passed_by_its_hour(
    desk: Diary,
) -> None:
    book(desk, "within: 2 days")
    starts_at(desk, "08:00")
    for number, asked in enumerate(("2026-06-01 12:00", "2026-06-05 12:00")):
        desk.event(asked, "asked", ref=f"R{number}")
    desk.run("2026-06-05")
    assert [each["ref"] for each in desk.run("2026-06-07")] == []
    assert [each["rule"] for each in desk.run("2026-06-08")] == ["repair.late.1"]


def test_a_step_that_is_done_on_the_day_is_not_late_where_the_day_is_run_again(
    desk: Diary,
) -> None:
    book(desk, "within: 2 days")
    starts_at(desk, "08:00")
    desk.event("2026-06-01 07:00", "asked", ref="R1")
    desk.run("2026-06-01")
    assert [*all_of(desk, "2026-06-03", 1)["03"]] == ["late.1"]
    desk.event("2026-06-03 12:00", "repair.mend.done", ref="R1")
    assert [*all_of(desk, "2026-06-03", 1)["03"]] == ["tell"]


def test_what_is_no_time_of_day_starts_no_day(desk: Diary) -> None:
    book(desk, "within: 2 days")
    starts_at(desk, "8am")
    desk.write()
    found = called(("check", desk.folder))
    assert (found.exit_code, '"8am" is not a time of day' in found.output) == (1, True)


def replanning(desk: Diary, *plans: tuple[str, str]) -> None:
    """A goal of two days, and plans, each agreed on at a moment for a day."""
    book(desk, "within: 60 days")
    desk.playbook = desk.playbook.replace("within: 30 days, or", "within: 2 days, or")
    desk.event("2026-06-01 10:00", "asked", ref="R1")
    for at, due in plans:
        desk.event(at, "repair.agreed", ref="R1", plan_due=due, plan_owner="E1")


def test_each_plan_that_is_agreed_on_after_the_goal_was_missed_is_told_when_it_breaks(
    desk: Diary,
) -> None:
    replanning(desk)
    assert all_of(desk, "2026-06-03", 1)["03"]["goal.1"] == "06-03T23:59"
    told = {"plan_owner": "E1"}
    desk.event("2026-06-04 10:00", "repair.agreed", ref="R1", plan_due="2026-06-05", **told)
    assert all_of(desk, "2026-06-04", 3) == {"05": {"goal.1.replanned": "06-05T23:59"}}
    desk.event("2026-06-07 10:00", "repair.agreed", ref="R1", plan_due="2026-06-08", **told)
    assert all_of(desk, "2026-06-07", 3) == {"08": {"goal.1.replanned": "06-08T23:59"}}


def test_what_was_told_once_the_plan_was_broken_is_not_told_anew(desk: Diary) -> None:
    replanning(desk, ("2026-06-04 10:00", "2026-06-05"))
    assert all_of(desk, "2026-06-06", 1)["06"]["goal.1"] == "06-06T23:59"
    assert all_of(desk, "2026-06-07", 2) == {}


def test_a_plan_that_broke_on_days_without_a_run_is_told_on_the_next(desk: Diary) -> None:
    replanning(desk)
    desk.run("2026-06-03")
    desk.event(
        "2026-06-04 10:00", "repair.agreed", ref="R1", plan_due="2026-06-05", plan_owner="E1"
    )
    assert all_of(desk, "2026-06-08", 2) == {"08": {"goal.1.replanned": "06-08T23:59"}}


@pytest.mark.parametrize(("first", "anew"), [("03", {"07": "06-07T23:59"}), ("06", {})])
def test_what_an_older_careplay_told_of_a_plan_is_not_told_again(
    desk: Diary, first: str, anew: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replanning(desk, ("2026-06-04 10:00", "2026-06-05"))
    with monkeypatch.context() as older:  # it had no such rule
        older.setattr(late, "_replanned", lambda _: iter(()))
        told = all_of(desk, f"2026-06-{first}", 7 - int(first))
        assert [*told[first]] == ["goal.1", "mend"]
    found = all_of(desk, "2026-06-07", 2)
    assert found == {day: {"goal.1.replanned": due} for day, due in anew.items()}


def test_that_an_edit_moves_the_goal_tells_no_plan_anew(desk: Diary) -> None:
    replanning(desk, ("2026-06-02 10:00", "2026-06-05"))
    desk.playbook = desk.playbook.replace("within: 2 days, or", "within: 10 days, or")
    assert all_of(desk, "2026-06-02", 4)["05"] == {"goal.1": "06-05T23:59"}
    desk.playbook = desk.playbook.replace("within: 10 days, or", "within: 1 day, or")
    assert all_of(desk, "2026-06-06", 3) == {}


def test_a_plan_is_told_though_what_was_told_of_the_goal_is_done(desk: Diary) -> None:
    replanning(desk, ("2026-06-04 10:00", "2026-06-05"))
    (goal,) = (each for each in desk.run("2026-06-03") if each["rule"] == "repair.goal.1")
    desk.tells("2026-06-04 11:00", "done", goal)
    assert all_of(desk, "2026-06-04", 3) == {"05": {"goal.1.replanned": "06-05T23:59"}}


def test_a_plan_without_an_owner_is_none_that_may_break(desk: Diary) -> None:
    replanning(desk, ("2026-06-04 10:00", "2026-06-05"))
    desk.event("2026-06-06 10:00", "repair.agreed", ref="R1", plan_due="2026-06-07")
    desk.run("2026-06-03")
    assert all_of(desk, "2026-06-04", 5) == {"05": {"goal.1.replanned": "06-05T23:59"}}


def test_a_plan_that_is_put_off_before_it_breaks_is_told_once(desk: Diary) -> None:
    plans = ("2026-06-02 10:00", "2026-06-05"), ("2026-06-04 10:00", "2026-06-07")
    replanning(desk, *plans)
    desk.run("2026-06-04")
    assert all_of(desk, "2026-06-05", 4) == {"07": {"goal.1": "06-07T23:59"}}


def test_a_plan_that_is_agreed_on_on_the_day_takes_the_place_of_the_goal(desk: Diary) -> None:
    replanning(desk, ("2026-06-03 15:00", "2026-06-05"))
    desk.run("2026-06-01")
    assert all_of(desk, "2026-06-03", 4) == {"05": {"goal.1": "06-05T23:59"}}
