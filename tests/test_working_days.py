"""Which days a business works, as its actions and its cases show it; on every engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import docs_shop
from alike import DURABLE, ENGINES
from careplay.calendars.working import WorkingDays
from shop_folder import careplay

HOME = """
careplay: 1
name: Shop
language: en
customers: {from: data/customers.csv, key: id, facts: {name: text}}
events: {from: data/events.csv, types: {delivery: {}, complaint.opened: {ref: text}}}
staff: {from: data/staff.csv}
roles: {adviser: {}}
channels: {phone: {}}
"""
RULE = "rules: [{id: r, title: R, when: %s, do: [{task: Ring, to: adviser, due: %s}]}]"
FLOW = """
flows:
  complaint:
    starts: complaint.opened
    owner: adviser
    clock: {hours: working hours}
    goal: {reach: closed, within: 20 working days}
    steps:
      call: {do: {task: Ring}, within: %s, next: closed}
"""
SEVEN = "working_hours: {mon-sun: 09:00-21:00}\n"
Told = Mapping[str, Any]


@pytest.fixture(params=[*ENGINES, DURABLE])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def shop(tmp_path: Path, engine: str) -> Shop:
    return Shop(tmp_path / "shop", engine)


class Shop:
    """A small shop, written anew for each run."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder, self.engine = folder, engine

    def run(self, day: str, hours: str, book: str, *events: str) -> list[Told]:
        """The actions of a day; an event is ``2026-02-20 10:00 delivery``."""
        rows = (f"c1,{kind},{on} {at},R1\n" for on, at, kind in map(str.split, events))
        files = {
            "careplay.yaml": HOME + hours,
            "book.yaml": book,
            "data/customers.csv": "id,name\nc1,Ann\n",
            "data/events.csv": "customer_id,type,at,ref\n" + "".join(rows),
            "data/staff.csv": "id,name,role\nE1,Bo,adviser\n",
        }
        docs_shop.write(self.folder, files)
        found = self.call("run", day, "--format", "jsonl")
        return [json.loads(line) for line in found.stdout.splitlines()]

    def call(self, command: str, day: str, *options: str) -> Result:
        """What the command prints of the folder as it was last written."""
        run = ("--dry-run", "--fresh", "--engine", self.engine) if command == "run" else ()
        found = careplay(command, self.folder, "--date", day, *run, *options)
        assert found.exit_code == 0, found.output
        return found


@pytest.mark.parametrize(
    ("hours", "delivered", "told", "due"),
    [
        (SEVEN, "2026-02-20", "2026-02-24", "2026-02-25"),
        (SEVEN, "2026-10-03", "2026-10-08", "2026-10-09"),
        (SEVEN, "2022-12-30", "2023-01-03", "2023-01-04"),
        ("working_hours: {tue-sun: 10:00-20:00}\n", "2026-06-19", "2026-06-23", "2026-06-24"),
        ("working_hours: {mon-sat: 10:00-20:00}\n", "2015-09-02", "2015-09-06", "2015-09-07"),
        ("country: SG\n" + SEVEN, "2026-10-03", "2026-10-04", "2026-10-05"),
    ],
)
def test_a_day_inside_an_official_break_is_no_working_day(
    hours: str, delivered: str, told: str, due: str, shop: Shop
) -> None:
    book = RULE % ("{after: delivery, working_days: 1}", "within 1 working day")
    (action,) = shop.run(told, hours, book, f"{delivered} 10:00 delivery")
    assert action["due_at"] == f"{due}T23:59"


@pytest.mark.parametrize(
    ("within", "due"),
    [
        ("3 hours", "2026-10-08T12:00"),
        ("2 working days", "2026-10-09T21:00"),
        ("2 days", "2026-10-05T12:00"),
    ],
)
def test_the_deadlines_of_a_seven_day_shop_pass_over_a_break(
    within: str, due: str, shop: Shop
) -> None:
    book = FLOW % within
    (action,) = shop.run("2026-10-03", SEVEN, book, "2026-10-03 12:00 complaint.opened")
    assert action["due_at"] == due


SEASON = "closed: [2026-11-01 to 2027-03-15]\n"


@pytest.mark.parametrize(
    ("home", "within", "due"),
    [
        ("closed: [2026-06-18]\n", "2 working days", "2026-06-23T18:00"),
        ("open: [端午]\n", "4 working days", "2026-06-21T18:00"),
        (SEVEN + "closed: [06-18 to 07-20]\n", "13 hours", "2026-07-21T21:00"),
        (SEVEN + "country: DE\nclosed: 06-18\n", "2 working days", "2026-06-20T21:00"),
    ],
)
def test_a_case_is_due_by_the_days_of_a_business_s_own(
    home: str, within: str, due: str, shop: Shop
) -> None:
    book = FLOW % within
    (action,) = shop.run("2026-06-17", home, book, "2026-06-17 20:00 complaint.opened")
    assert action["due_at"] == due


def test_a_season_of_months_is_passed_over(shop: Shop) -> None:
    at = "2026-10-30 12:00"
    (action,) = shop.run(
        "2026-10-30", SEASON, FLOW % "2 working days", f"{at} complaint.opened"
    )
    assert action["due_at"] == "2027-03-17T18:00"
    book = RULE % ("{after: delivery, working_days: 1}", "within 1 working day")
    (action,) = shop.run("2027-03-16", SEASON, book, f"{at} delivery")
    assert action["due_at"] == "2027-03-17T23:59"
    ahead = RULE % ("{holiday: 妇女节, before: 1 working day}", "same day")
    assert [each["rule"] for each in shop.run("2026-10-30", SEASON, ahead)] == ["r"]


LAST_YEAR = max(y for y in range(2026, 2100) if WorkingDays("CN", frozenset()).published(y))
"""The last year whose make-up days the package has."""
NOTE = (
    f"working days of {LAST_YEAR + 1} in CN are not published yet; weekends and fixed holidays"
    " were assumed"
)


def one_line(told: Result) -> str:
    return " ".join(told.output.split())


def followed(clock: str, within: str, late: str, goal: str = "1 day") -> str:
    flow = FLOW.replace("working hours", clock).replace("20 working days", goal)
    return flow % within + f"    late: [{{after: {late}, escalate: adviser}}]\n"


@pytest.mark.parametrize(
    "flow",
    [
        followed("working hours", "40 hours", "0 hours"),
        followed("working hours", "1 hour", "60 hours"),
        followed("around the clock", "1 hour", "0 hours", goal="8 working days"),
        followed("around the clock", "1 hour", "8 working days"),
    ],
)
def test_a_deadline_in_a_year_without_published_days_is_noted(flow: str, shop: Shop) -> None:
    day = f"{LAST_YEAR}-12-28"
    shop.run(day, "", flow, f"{day} 10:00 complaint.opened")
    assert f"{NOTE} (flows: complaint)" in one_line(shop.call("run", day))
    shop.run(f"{LAST_YEAR}-12-01", "", flow, f"{LAST_YEAR}-12-01 10:00 complaint.opened")
    assert "not published" not in shop.call("run", f"{LAST_YEAR}-12-01").output


@pytest.mark.parametrize("within", ["30 days", "300 hours", "4 weeks"])
def test_hours_around_the_clock_ask_for_no_working_days(within: str, shop: Shop) -> None:
    day = f"{LAST_YEAR}-12-28"
    flow = followed("around the clock", within, "0 hours")
    shop.run(day, "", flow, f"{day} 10:00 complaint.opened")
    assert "not published" not in shop.call("run", day).output


def test_rules_and_flows_that_ask_for_the_year_are_named_together(shop: Shop) -> None:
    day = f"{LAST_YEAR}-12-30"
    rule = RULE % ("{event: delivery}", "within 5 working days")
    shop.run(day, "", f"{rule}\n{FLOW % '16 hours'}", f"{day} 10:00 complaint.opened")
    assert f"{NOTE} (rules: r; flows: complaint)" in one_line(shop.call("run", day))


def test_cases_tell_of_the_year_and_a_case_below_its_deadline(shop: Shop) -> None:
    day = f"{LAST_YEAR}-12-30"
    shop.run(day, "", FLOW % "16 hours", f"{day} 10:00 complaint.opened")
    assert f"{NOTE} (flows: complaint)" in one_line(shop.call("cases", day))
    told = shop.call("cases", day, "--format", "jsonl")
    assert told.stderr == f"{NOTE} (flows: complaint)\n"
    one = shop.call("cases", day, "--case", "R1").stdout
    assert one.count(f"  {NOTE}\n") == 1  # the goal; the step is due this year
    early = f"{LAST_YEAR}-06-01"
    shop.run(early, "", FLOW % "16 hours", f"{early} 10:00 complaint.opened")
    assert "not published" not in shop.call("cases", early, "--case", "R1").output
