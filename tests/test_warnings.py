"""Who is warned that a deadline comes near, on which day's list, and how often."""

from __future__ import annotations

from pathlib import Path

import pytest

import docs_pages
from alike import ENGINES, called
from diary import Diary
from repair_desk import CASES, STAFF, all_of, report

HOME = CASES.replace(
    "asked: {ref: text}", "asked: {ref: text, promised: date}\n    gone: {ref: text}"
)
FLOW = """
flows:
  repair:
    starts: asked
    owner: adviser
    clock: {hours: CLOCK, pauses_in: [waiting]}
    GOAL
    ends: [gone]
    steps:
      mend: {title: Mend, do: {task: "Mend it for {name}"}, STEP, next: tell}
      tell: {title: Tell, do: {task: Tell}, within: 20 days, next: {fine: over, bad: mend}}
    late: [{after: 0 hours, escalate: manager}]
"""
COLUMNS = ("ref", "promised", "plan_due", "plan_owner", "outcome")


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    return Diary(
        tmp_path / "desk", "", staff=STAFF, engine=request.param, home=HOME, columns=COLUMNS
    )


def book(
    desk: Diary, step: str, goal: str = "within: 60 days", clock: str = "around the clock"
) -> None:
    """The playbook, with what is said of its step, its goal and its clock."""
    told = FLOW.replace("STEP", step).replace("GOAL", f"goal: {{reach: over, {goal}}}")
    desk.playbook = told.replace("CLOCK", clock)


def asked(desk: Diary, at: str = "2026-06-01 10:00", **told: str) -> None:
    desk.event(at, "asked", ref="R1", **told)


def starts_at(desk: Diary, made: str) -> None:
    desk.home = f"{HOME}day_starts: {made}\n"


def warned(desk: Diary, first: str, count: int, of: str = "mend") -> list[str]:
    """The days on which somebody is warned."""
    return [day for day, rules in all_of(desk, first, count).items() if f"{of}.warn" in rules]


def test_whoever_does_a_step_is_warned_once_before_it_is_late(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    assert all_of(desk, "2026-06-01", 7) == {
        "01": {"mend": "06-06T10:00"},
        "04": {"mend.warn": "06-06T10:00"},
        "06": {"late.1": "06-06T23:59"},
    }


def test_a_warning_says_what_is_due_when_and_to_whom(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    desk.run("2026-06-01")
    shown = [(each["verb"], each["owner"], each["text"]) for each in desk.run("2026-06-04")]
    assert shown == [
        ("task", "E1", "repair R1: Mend is due 6 June 2026 10:00: Mend it for 张**")
    ]


def test_where_the_task_does_not_name_the_customer_the_warning_does(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    desk.playbook = desk.playbook.replace("Mend it for {name}", "Mend it")
    asked(desk)
    desk.run("2026-06-01")
    shown = [each["text"] for each in desk.run("2026-06-04")]
    assert shown == ["repair R1, 张**: Mend is due 6 June 2026 10:00: Mend it"]


def test_who_has_a_task_beside_a_call_is_warned_with_the_task(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    more = ", {call: Hello, reason: You asked for it}]"
    desk.playbook = desk.playbook.replace(
        'do: {task: "Mend it for {name}"}', f'do: [{{task: "Mend it for {{name}}"}}{more}'
    )
    asked(desk)
    desk.run("2026-06-01")
    shown = [each["text"] for each in desk.run("2026-06-04")]
    assert shown == ["repair R1: Mend is due 6 June 2026 10:00: Mend it for 张**"]


def test_after_days_without_a_run_a_warning_is_made_up_for_unless_it_is_late(
    desk: Diary,
) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    desk.run("2026-06-01")
    assert warned(desk, "2026-06-05", 1) == ["05"]


def test_what_is_late_is_not_warned_of(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    desk.run("2026-06-01")
    assert all_of(desk, "2026-06-07", 2) == {"07": {"late.1": "06-07T23:59"}}


(ON_LISTS,) = (
    each.rows
    for each in docs_pages.tables("flows.md")
    if each.heading
    == ("a deadline of", "is warned of on the list of", "is late on the list of")
)


@pytest.mark.parametrize(("due", "warns", "told"), ON_LISTS)
def test_a_list_of_the_morning_warns_of_what_is_due_later_that_day(
    desk: Diary, due: str, warns: str, told: str
) -> None:
    book(desk, "within: 9 days, warn: 5 hours before")
    starts_at(desk, "08:00")
    asked(desk, f"2026-05-{int(due[8:10]) + 31 - 9}{due[10:]}")
    desk.run("2026-05-28")
    found = all_of(desk, "2026-06-01", 4)
    days = [[each for each in found if rule in found[each]] for rule in ("mend.warn", "late.1")]
    assert days == [[warns[-2:]], [told[-2:]]]


@pytest.mark.parametrize(
    ("made", "days"), [("", {"01": ["mend"], "02": ["late.1"]}),
                       ("08:00", {"01": ["mend"], "03": ["late.1"]})],
)  # fmt: skip
def test_the_first_list_of_a_step_says_itself_by_when(
    desk: Diary, made: str, days: dict[str, list[str]]
) -> None:
    book(desk, "within: 1 day, warn: 20 hours before")
    if made:
        starts_at(desk, made)
    asked(desk)
    assert {day: [*told] for day, told in all_of(desk, "2026-06-01", 3).items()} == days


def test_a_step_that_is_done_in_time_is_not_warned_of(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    desk.run("2026-06-01")
    desk.event("2026-06-03 10:00", "repair.mend.done", ref="R1")
    assert warned(desk, "2026-06-04", 1) == []


def test_a_warning_closes_without_a_word_when_its_step_is_done(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    assert warned(desk, "2026-06-04", 1) == ["04"]
    desk.event("2026-06-05 10:00", "repair.mend.done", ref="R1")
    assert all_of(desk, "2026-06-05", 2) == {"05": {"tell": "06-25T10:00"}}


def test_a_case_that_is_sent_back_is_warned_of_anew(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    assert warned(desk, "2026-06-04", 1) == ["04"]
    desk.event("2026-06-05 10:00", "repair.mend.done", ref="R1")
    desk.event("2026-06-05 11:00", "repair.tell.done", ref="R1", outcome="bad")
    assert warned(desk, "2026-06-07", 2) == ["08"]


def test_a_wait_puts_off_the_warning_and_one_that_was_told_is_not_told_again(
    desk: Diary,
) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    desk.event("2026-06-02 10:00", "repair.waiting", ref="R1")
    assert warned(desk, "2026-06-05", 1) == []
    desk.event("2026-06-07 10:00", "repair.resumed", ref="R1")
    assert warned(desk, "2026-06-08", 2) == ["09"]
    desk.event("2026-06-10 09:00", "repair.waiting", ref="R1")
    desk.event("2026-06-14 09:00", "repair.resumed", ref="R1")
    assert all_of(desk, "2026-06-14", 2) == {"15": {"late.1": "06-15T23:59"}}


def test_a_date_or_a_plan_that_makes_the_deadline_is_warned_of(desk: Diary) -> None:
    book(
        desk,
        "due: promised, or: agreed, warn: 1 day before",
        "within: 60 days, or: agreed, warn: 2 days before",
    )
    asked(desk, promised="2026-06-10")
    desk.event(
        "2026-06-02 11:00", "repair.agreed", ref="R1", plan_due="2026-06-06", plan_owner="E1"
    )
    assert all_of(desk, "2026-06-01", 5) == {
        "01": {"mend": "06-10T23:59"},
        "04": {"goal.warn": "06-06T23:59"},
        "05": {"mend.warn": "06-06T23:59"},
    }


def test_hours_of_a_clock_of_working_hours_are_counted_back_in_them(desk: Diary) -> None:
    book(desk, "within: 30 hours, warn: 10 hours before", clock="working hours")
    desk.home = f"{HOME}working_hours: {{mon-fri: 09:00-18:00}}\n"
    asked(desk, "2026-06-03 12:00")  # a Wednesday: until Monday at three in the afternoon
    assert all_of(desk, "2026-06-03", 6) == {
        "03": {"mend": "06-08T15:00"},
        "05": {"mend.warn": "06-08T15:00"},
        "08": {"late.1": "06-08T23:59"},
    }


def test_the_owner_is_warned_of_the_goal_once(desk: Diary) -> None:
    book(desk, "within: 40 days", "within: 9 days, warn: 2 days before")
    asked(desk)
    assert all_of(desk, "2026-06-07", 4) == {
        "07": {"mend": "07-11T10:00"},
        "08": {"goal.warn": "06-10T10:00"},
        "10": {"goal.1": "06-10T23:59"},
    }


def test_warnings_of_a_case_that_ended_at_once_are_taken_back(desk: Diary) -> None:
    book(desk, "within: 9 days, warn: 2 days before", "within: 9 days, warn: 2 days before")
    asked(desk)
    assert warned(desk, "2026-06-08", 1) == ["08"]
    desk.event("2026-06-09 10:00", "gone", ref="R1")
    found = {each["rule"]: (each["status"], each["held_by"]) for each in desk.run("2026-06-09")}
    rules = ("repair.goal.warn", "repair.mend", "repair.mend.warn")
    assert found == dict.fromkeys(rules, ("withdrawn", "changed"))
    assert desk.run("2026-06-10") == []


def test_the_warning_of_a_step_that_was_never_come_to_is_taken_back(desk: Diary) -> None:
    book(desk, "within: 2 days")
    desk.playbook = desk.playbook.replace("20 days", "9 days, warn: 2 days before")
    asked(desk)
    desk.run("2026-06-01")
    desk.event("2026-06-02 10:00", "repair.mend.done", ref="R1")
    assert warned(desk, "2026-06-08", 2, "tell") == ["09"]
    desk.happened.pop()
    found = {(each["rule"], each["status"], each["held_by"]) for each in desk.run("2026-06-10")}
    assert found >= {
        ("repair.tell", "withdrawn", "gone"),
        ("repair.tell.warn", "withdrawn", "gone"),
    }


def test_a_day_that_is_run_again_warns_again_and_a_later_day_does_not(desk: Diary) -> None:
    book(desk, "within: 5 days, warn: 2 days before")
    asked(desk)
    assert warned(desk, "2026-06-04", 1) == ["04"]
    kept = desk.kept("2026-06-04").read_bytes()
    assert warned(desk, "2026-06-04", 1) == ["04"]
    assert desk.kept("2026-06-04").read_bytes() == kept
    assert warned(desk, "2026-06-05", 1) == []


def test_a_warning_that_is_asked_for_from_now_on_is_told_at_once(desk: Diary) -> None:
    book(desk, "within: 9 days")
    asked(desk)
    assert warned(desk, "2026-06-08", 1) == []
    book(desk, "within: 9 days, warn: 2 days before")
    assert all_of(desk, "2026-06-09", 1) == {"09": {"mend.warn": "06-10T10:00"}}
    assert report(desk, "2026-06-09")["moved"] == 0


def test_after_an_edit_one_is_warned_of_the_deadline_that_counts_and_only_once(
    desk: Diary,
) -> None:
    book(desk, "within: 9 days, warn: 2 days before")
    asked(desk)
    desk.run("2026-06-01")
    book(desk, "within: 5 days, warn: 2 days before")
    assert all_of(desk, "2026-06-03", 2) == {
        "03": {"mend": "06-06T10:00"},
        "04": {"mend.warn": "06-06T10:00"},
    }
    book(desk, "within: 20 days, warn: 2 days before")
    assert all_of(desk, "2026-06-05", 1) == {"05": {"mend": "06-21T10:00"}}
    assert all_of(desk, "2026-06-20", 2) == {"21": {"late.1": "06-21T23:59"}}


def test_by_the_case_it_is_told_on_whose_list_it_is_warned_of(desk: Diary) -> None:
    book(desk, "within: 9 days, warn: 2 days before", "within: 9 days, warn: 3 days before")
    asked(desk)
    desk.write()
    shown = called(("cases", desk.folder, "--date", "2026-06-05", "--case", "R1")).output
    assert "Mend is warned of on the list of 2026-06-08" in shown
    assert "the goal is warned of on the list of 2026-06-07" in shown


def checked(desk: Diary) -> str:
    desk.write()
    return called(("check", desk.folder)).output


@pytest.mark.parametrize(
    "written", ["2 hours before", "提前2小时", "提前 3 天", "1 week before", "$n days before"]
)
def test_how_a_warning_may_be_written(desk: Diary, written: str) -> None:
    book(desk, f"within: 30 days, after: $n days, warn: {written}")
    desk.playbook = f"parameters: {{n: 3}}\n{desk.playbook}"
    assert "no faults" in checked(desk)
