"""A case keeps the dated parameters it began under, whatever day it is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from alike import ENGINES
from careplay.cli import main
from diary import HOME, Diary, Told, days

CASES = HOME.replace("  types:\n", "  types:\n    opened: {ref: text}\n").replace(
    "language: zh\n", "language: en\nworking_hours: {mon-fri: 09:00-18:00}\n"
)
STAFF = (
    {"id": "E1", "name": "Eve", "role": "adviser"},
    {"id": "M1", "name": "Max", "role": "manager"},
)
PARAMETERS = "parameters: {solve: {2026-01-01: 5, 2026-06-03: 2}}"
FLOW = """
flows:
  asked:
    starts: opened
    owner: adviser
    clock: {hours: working hours, pauses_in: [waiting]}
    steps:
      hear: {title: Hear, do: {task: Hear}, within: 4 hours, next: solve}
      solve: {title: Solve, do: {task: Solve}, within: $solve working days, next: over}
    late: [{after: 0 hours, escalate: manager}, {after: 1 working day, escalate: manager}]
"""


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    book = PARAMETERS + FLOW
    return Diary(
        tmp_path / "desk", book, staff=STAFF, engine=engine, home=CASES, columns=("ref",)
    )


def told(found: list[Told]) -> dict[str, str]:
    return {each["rule"].removeprefix("asked."): each["due_at"] for each in found}


def all_of(desk: Diary, first: str, count: int) -> dict[str, dict[str, str]]:
    """The rules that were told and when each is due, by day; days without any left out."""
    found = {day[-2:]: told(desk.run(day)) for day in days(first, count)}
    return {day: rules for day, rules in found.items() if rules}


def to_solve(desk: Diary, day: str) -> None:
    """A case that begins on the day, and is heard."""
    desk.event(f"{day} 10:00", "opened", ref=day)
    desk.event(f"{day} 11:00", "asked.hear.done", ref=day)


def test_a_shorter_deadline_makes_no_case_late_that_began_before(desk: Diary) -> None:
    to_solve(desk, "2026-06-01")
    assert all_of(desk, "2026-06-01", 9) == {
        "01": {"solve": "2026-06-08T18:00"},
        "08": {"late.1": "2026-06-08T23:59"},
        "09": {"late.2": "2026-06-09T23:59"},
    }


def test_a_case_that_begins_on_the_day_of_the_change_has_the_new_value(desk: Diary) -> None:
    to_solve(desk, "2026-06-02")
    to_solve(desk, "2026-06-03")
    found = {each["occasion"]: each["due_at"] for each in desk.run("2026-06-03")}
    assert found == {
        "asked:solve/0/2026-06-02": "2026-06-09T18:00",
        "asked:solve/0/2026-06-03": "2026-06-05T18:00",
    }


def test_a_step_that_begins_after_the_change_has_the_value_of_its_case(desk: Diary) -> None:
    desk.event("2026-06-01 10:00", "opened", ref="R1")
    desk.event("2026-06-04 11:00", "asked.hear.done", ref="R1")
    assert told(desk.run("2026-06-04"))["solve"] == "2026-06-11T18:00"


EVERY_SPAN = """
flows:
  asked:
    starts: opened
    owner: adviser
    goal: {reach: over, within: $solve days}
    steps:
      look: {do: {task: Look}, after: $solve days, within: $solve hours, next: over}
    late: [{after: $solve days, escalate: manager}]
"""


def test_every_span_is_that_of_the_day_the_case_began(desk: Diary) -> None:
    desk.playbook = PARAMETERS + EVERY_SPAN
    desk.event("2026-06-02 10:00", "opened", ref="R1")
    assert all_of(desk, "2026-06-01", 14) == {
        "07": {"look": "2026-06-07T15:00"},
        "12": {"late.1": "2026-06-12T23:59", "goal.1": "2026-06-12T23:59"},
    }


APPROVED = """
parameters: {large: {2026-01-01: 500, 2026-06-03: 100}}
flows:
  asked:
    starts: opened
    owner: adviser
    steps:
      pay: {do: {task: Pay, approve: {amount: {at least $large: manager}}}, next: over}
"""


def test_whether_a_step_is_approved_goes_by_the_day_the_case_began(desk: Diary) -> None:
    desk.playbook = APPROVED
    desk.home = desk.home.replace("opened: {ref: text}", "opened: {ref: text, amount: money}")
    for day in ("02", "03"):
        desk.event(f"2026-06-{day} 10:00", "opened", ref=day, amount="200")
    found = [(each["because"][0]["value"], each["approve"]) for each in desk.run("2026-06-04")]
    assert sorted(found) == [("02", ""), ("03", "manager")]


def test_a_longer_deadline_keeps_nobody_from_hearing_of_an_older_case(desk: Diary) -> None:
    desk.playbook = desk.playbook.replace("5, 2026-06-03: 2", "2, 2026-06-03: 5")
    to_solve(desk, "2026-06-02")
    assert all_of(desk, "2026-06-02", 4) == {
        "02": {"solve": "2026-06-04T18:00"},
        "04": {"late.1": "2026-06-04T23:59"},
        "05": {"late.2": "2026-06-05T23:59"},
    }


def test_a_wait_over_the_change_does_not_change_it(desk: Diary) -> None:
    to_solve(desk, "2026-06-01")
    desk.event("2026-06-02 10:00", "asked.waiting", ref="2026-06-01")
    desk.event("2026-06-04 10:00", "asked.resumed", ref="2026-06-01")
    assert told(desk.run("2026-06-01")) == {"solve": "2026-06-08T18:00"}
    assert told(desk.run("2026-06-09")) == {}
    assert told(desk.run("2026-06-10")) == {"late.1": "2026-06-10T23:59"}


BEFORE = """
    from: 2026-06-04
    migrate: true
    before:
      - steps:
          hear: {do: {task: Hear}, within: 4 hours, next: solve}
          solve: {do: {task: Solve}, within: 9 working days, next: over}
"""


@pytest.mark.parametrize(
    ("changed", "due"), [("2026-06-03", "2026-06-05"), ("2026-06-05", "2026-06-10")]
)
def test_a_case_that_is_taken_along_has_the_values_of_the_first_day_of_the_version(
    desk: Diary, changed: str, due: str
) -> None:
    desk.playbook = PARAMETERS.replace("2026-06-03", changed) + FLOW.rstrip() + BEFORE
    desk.event("2026-06-01 10:00", "opened", ref="R1")
    desk.event("2026-06-03 11:00", "asked.hear.done", ref="R1")
    assert told(desk.run("2026-06-03")) == {"solve.v1": "2026-06-16T18:00"}
    assert told(desk.run("2026-06-05", "--fresh"))["solve"] == f"{due}T18:00"


def test_a_case_that_began_before_the_first_date_has_the_first_value(desk: Diary) -> None:
    desk.playbook = desk.playbook.replace("2026-01-01", "2026-06-02")
    to_solve(desk, "2026-06-01")
    assert told(desk.run("2026-06-04")) == {"solve": "2026-06-08T18:00"}


def test_before_the_first_date_the_run_stops_and_names_the_flow(desk: Diary) -> None:
    desk.playbook = desk.playbook.replace("2026-01-01", "2026-06-02")
    found = desk.call("2026-06-01")
    assert found.exit_code == 1
    assert (
        'parameter "solve" has no value on 2026-06-01, and flow "asked" needs it;'
        " its first value is from 2026-06-02"
    ) in found.stderr


def test_the_cases_of_a_day_are_told_with_the_values_they_began_under(desk: Diary) -> None:
    to_solve(desk, "2026-06-01")
    to_solve(desk, "2026-06-03")
    desk.write()
    for case, counted in (("2026-06-01", "5 working days"), ("2026-06-03", "2 working days")):
        asked = ["cases", str(desk.folder), "--date", "2026-06-04", "--case", case]
        found = CliRunner().invoke(main, asked)
        assert f"Solve is due {counted} after {case} 11:00" in found.output
