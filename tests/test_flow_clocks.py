"""What counts for the clock of a case, and who hears of it on which day."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import DURABLE, ENGINES
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
