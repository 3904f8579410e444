"""A case is asked every day: what stands and was not told is told, whenever a run comes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import ENGINES
from diary import HOME, Diary, Told, days

CASES = HOME.replace("  types:\n", "  types:\n    opened: {ref: text}\n")
FLOW = """
flows:
  asked:
    label: 询问
    starts: opened
    clock: {hours: around the clock, pauses_in: [waiting]}
    goal: {reach: over, within: 20 days}
    steps:
      hear: {title: 听, do: {task: 听完, to: adviser}, within: 2 days, next: answer}
      answer: {title: 答, do: {task: 答复, to: adviser}, within: 2 days, next: over}
    late: [{after: 0 hours, escalate: manager}, {after: 24 hours, escalate: manager}]
"""
STAFF = (
    {"id": "E1", "name": "小李", "role": "adviser"},
    {"id": "M1", "name": "老王", "role": "manager"},
)


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    return Diary(
        tmp_path / "desk", FLOW, staff=STAFF, engine=engine, home=CASES, columns=("ref",)
    )


def told(found: list[Told]) -> dict[str, str]:
    return {each["rule"].removeprefix("asked."): each["due_at"] for each in found}


def all_of(desk: Diary, first: str, count: int) -> dict[str, list[str]]:
    """The rules that were told, by day; days without any left out."""
    found = {day[-2:]: sorted(told(desk.run(day))) for day in days(first, count)}
    return {day: rules for day, rules in found.items() if rules}


def test_a_case_that_was_typed_in_late_is_heard_when_it_is_known(desk: Diary) -> None:
    assert all_of(desk, "2026-06-15", 3) == {}
    desk.event("2026-06-15 10:30", "opened", ref="R1")
    assert told(desk.run("2026-06-18")) == {
        "hear": "2026-06-18T10:30", "late.1": "2026-06-18T23:59", "late.2": "2026-06-18T23:59",
    }  # fmt: skip
    assert all_of(desk, "2026-06-19", 5) == {}


def test_a_case_that_waited_over_several_runs_is_heard_when_it_goes_on(desk: Diary) -> None:
    desk.event("2026-06-15 10:30", "opened", ref="R1")
    desk.event("2026-06-15 17:00", "asked.waiting", ref="R1")
    desk.event("2026-06-19 09:00", "asked.resumed", ref="R1")
    assert all_of(desk, "2026-06-15", 4) == {}
    assert told(desk.run("2026-06-19")) == {"hear": "2026-06-21T02:30"}


def test_a_deadline_that_passed_before_a_long_wait_is_told_when_it_is_over(
    desk: Diary,
) -> None:
    desk.event("2026-06-15 10:30", "opened", ref="R1")
    assert all_of(desk, "2026-06-15", 2) == {"15": ["hear"]}
    desk.event("2026-06-17 17:00", "asked.waiting", ref="R1")
    desk.event("2026-06-21 09:00", "asked.resumed", ref="R1")
    assert all_of(desk, "2026-06-17", 4) == {}
    assert all_of(desk, "2026-06-21", 3) == {"21": ["late.1"], "22": ["late.2"]}


@pytest.mark.parametrize("gap", ["2026-06-20", "2026-09-01", "2027-05-01"])
def test_a_case_that_came_while_nothing_was_run_is_heard_after_any_gap(
    desk: Diary, gap: str
) -> None:
    assert desk.run("2026-06-01") == []
    desk.event("2026-06-02 10:30", "opened", ref="R1")
    desk.event("2026-06-03 10:30", "asked.hear.done", ref="R1")
    assert {"answer", "late.1", "late.2"} <= set(told(desk.run(gap)))


def test_the_first_run_of_a_business_tells_cases_as_they_stand(desk: Diary) -> None:
    desk.event("2026-06-02 10:30", "opened", ref="R1")
    desk.event("2026-06-09 10:30", "opened", ref="R2")
    desk.event("2026-06-09 11:30", "asked.hear.done", ref="R2")
    found = desk.run("2026-06-10")
    assert sorted((each["rule"], each["due_at"]) for each in found) == [
        ("asked.answer", "2026-06-11T11:30"),
        ("asked.hear", "2026-06-10T10:30"),
        ("asked.late.1", "2026-06-10T23:59"),
        ("asked.late.2", "2026-06-10T23:59"),
    ]


def test_what_was_told_is_not_told_again_while_the_case_stands(desk: Diary) -> None:
    desk.event("2026-06-15 10:30", "opened", ref="R1")
    found = all_of(desk, "2026-06-15", 12)
    assert found == {"15": ["hear"], "17": ["late.1"], "18": ["late.2"]}


def test_whoever_is_above_hears_the_true_deadline(desk: Diary) -> None:
    desk.event("2026-06-02 10:30", "opened", ref="R1")
    (late,) = (each for each in desk.run("2026-06-10") if each["rule"] == "asked.late.1")
    assert "2026年6月4日 10:30" in late["text"]


def test_a_step_that_is_over_is_not_told_any_more(desk: Diary) -> None:
    desk.event("2026-06-02 10:30", "opened", ref="R1")
    desk.event("2026-06-09 10:30", "asked.hear.done", ref="R1")
    assert "hear" not in told(desk.run("2026-06-10"))


OLDER = (
    FLOW.replace("    label: 询问\n", "    label: 询问\n    from: 2026-06-17\n")
    + """
    before:
      - goal: {reach: over, within: 20 days}
        steps:
          hear: {title: 听, do: {task: 听完, to: adviser}, within: 2 days, next: answer}
          answer: {title: 答, do: {task: 答复, to: adviser}, within: 2 days, next: over}
        late: [{after: 0 hours, escalate: manager}, {after: 24 hours, escalate: manager}]
"""
)


def test_a_new_version_of_the_flow_asks_for_nothing_that_was_told(desk: Diary) -> None:
    desk.event("2026-06-15 10:30", "opened", ref="R1")
    assert all_of(desk, "2026-06-15", 2) == {"15": ["hear"]}
    desk.playbook = OLDER
    assert all_of(desk, "2026-06-17", 3) == {"17": ["late.1.v1"], "18": ["late.2.v1"]}


def test_what_was_told_years_ago_is_not_told_again(desk: Diary) -> None:
    desk.event("2025-01-06 10:00", "opened", ref="R1")
    assert all_of(desk, "2025-01-06", 5) == {"06": ["hear"], "08": ["late.1"], "09": ["late.2"]}
    assert set(told(desk.run("2025-02-01"))) == {"goal.1", "goal.2"}
    assert desk.run("2027-06-01") == []
