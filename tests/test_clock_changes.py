"""Hours are hours that pass where clocks change, and an offset is kept; on every engine."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

import docs_shop
from alike import DURABLE, ENGINES
from careplay.engines import duckdb, plain, whole
from careplay.engines.base import Engine
from careplay.model.rules import Due
from careplay.model.triggers import Happens
from careplay.model.types import Span, Unit
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from hand import CALL, customer, event, rule, world
from shop_folder import careplay

HOME = """
careplay: 1
name: Shop
language: en
timezone: {zone}
country: DE
customers: {{from: data/customers.csv, key: id, facts: {{name: text}}}}
events:
  from: data/events.csv
  types: {{visit: {{}}, complaint.opened: {{ref: text}}}}
staff: {{from: data/staff.csv}}
roles: {{adviser: {{}}}}
channels: {{phone: {{}}}}
"""
RULE = (
    "rules: [{id: r, title: R, when: {event: visit}, do: [{task: Go, to: adviser, due: %s}]}]"
)
FLOW = """
flows:
  complaint:
    starts: complaint.opened
    owner: adviser
    clock: {hours: around the clock, pauses_in: [waiting]}
    goal: {reach: closed, within: 60 days}
    steps:
      hear: {do: {task: Hear}, next: mend}
      mend: {do: {task: Mend}, within: %s, next: closed}
"""


@pytest.fixture(params=[*ENGINES, DURABLE])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def due(
    folder: Path, engine: str, book: str, *events: str, zone: str = "Europe/Berlin"
) -> list[str]:
    """When the last day's actions are due; an event is ``visit 2026-03-28T10:00``."""
    rows = (f"c1,{kind},{at},R1\n" for kind, at in map(str.split, events))
    files = {
        "careplay.yaml": HOME.format(zone=zone),
        "book.yaml": book,
        "data/customers.csv": "id,name\nc1,Ann\n",
        "data/events.csv": "customer_id,type,at,ref\n" + "".join(rows),
        "data/staff.csv": "id,name,role\nE1,Bo,adviser\n",
    }
    docs_shop.write(folder, files)
    day = events[-1].split()[1][:10]
    options = ("--format", "jsonl", "--dry-run", "--fresh", "--engine", engine)
    found = careplay("run", folder, "--date", day, *options)
    assert found.exit_code == 0, found.output
    return [json.loads(line)["due_at"] for line in found.stdout.splitlines()]


HOURS = [
    ("2026-03-28T10:00", "within 24 hours", "2026-03-29T11:00"),
    ("2026-03-28T01:30", "within 24 hours", "2026-03-29T01:30"),
    ("2026-03-29T01:30", "within 1 hours", "2026-03-29T03:30"),
    ("2026-10-24T10:00", "within 24 hours", "2026-10-25T09:00"),
    ("2026-10-25T01:30", "within 1 hours", "2026-10-25T02:30"),
    ("2026-10-25T01:30", "within 2 hours", "2026-10-25T02:30"),
    ("2026-10-25T01:30", "within 3 hours", "2026-10-25T03:30"),
    ("2026-10-25T02:30:00+02:00", "within 24 hours", "2026-10-26T01:30"),
    ("2026-10-25T02:30:00+01:00", "within 24 hours", "2026-10-26T02:30"),
    ("2026-10-25T02:30", "within 24 hours", "2026-10-26T01:30"),
    ("2026-03-29T02:30", "within 24 hours", "2026-03-30T03:30"),
    ("2026-03-28T10:00", "within 1 days", "2026-03-29T23:59"),
]


@pytest.mark.parametrize(("at", "within", "told"), HOURS)
def test_hours_after_an_event_are_hours_that_pass(
    at: str, within: str, told: str, engine: str, tmp_path: Path
) -> None:
    within = within.replace("1 hours", "1 hour").replace("1 days", "1 day")
    assert due(tmp_path / "shop", engine, RULE % within, f"visit {at}") == [told]


@pytest.mark.parametrize(
    ("zone", "at", "told"),
    [
        ("America/New_York", "2026-03-07T20:00", "2026-03-08T09:00"),
        ("Australia/Lord_Howe", "2026-04-04T20:00", "2026-04-05T07:30"),
        ("Asia/Shanghai", "2026-03-28T20:00", "2026-03-29T08:00"),
    ],
)
def test_each_zone_has_its_own_changes(
    zone: str, at: str, told: str, engine: str, tmp_path: Path
) -> None:
    book = RULE % "within 12 hours"
    assert due(tmp_path / "shop", engine, book, f"visit {at}", zone=zone) == [told]


@pytest.mark.parametrize(
    ("done", "within", "told"),
    [
        ("2026-03-28T10:00", "24 hours", "2026-03-29T11:00"),
        ("2026-10-24T10:00", "24 hours", "2026-10-25T09:00"),
        ("2026-10-24T10:00", "2 days", "2026-10-26T09:00"),
        ("2026-10-24T10:00", "1 week", "2026-10-31T09:00"),
        ("2026-10-25T02:30:00+02:00", "24 hours", "2026-10-26T01:30"),
        ("2026-10-25T02:30:00+01:00", "24 hours", "2026-10-26T02:30"),
        ("2026-10-25T02:30:00+01:00", "30 minutes", "2026-10-25T03:00"),
        ("2026-10-25T02:30:00+02:00", "60 minutes", "2026-10-25T02:30"),
        ("2026-10-23T10:00", "2 working days", "2026-10-27T18:00"),
    ],
)
def test_a_step_is_due_when_its_hours_have_passed(
    done: str, within: str, told: str, engine: str, tmp_path: Path
) -> None:
    opened = "complaint.opened 2026-01-02T09:00"
    events = (opened, f"complaint.hear.done {done}")
    assert due(tmp_path / "shop", engine, FLOW % within, *events) == [told]


def test_events_of_an_hour_that_came_twice_are_taken_in_their_order(
    engine: str, tmp_path: Path
) -> None:
    events = (
        "complaint.hear.done 2026-10-25T02:10:00+01:00",
        "complaint.opened 2026-10-25T02:40:00+02:00",
    )
    assert due(tmp_path / "shop", engine, FLOW % "2 hours", *events) == ["2026-10-25T04:10"]


def test_a_pause_over_the_change_is_as_long_as_it_was(engine: str, tmp_path: Path) -> None:
    events = (
        "complaint.opened 2026-03-27T09:00",
        "complaint.hear.done 2026-03-27T10:00",
        "complaint.waiting 2026-03-28T22:00",
        "complaint.resumed 2026-03-29T04:00",
    )
    late = FLOW % "48 hours" + "    late: [{after: 0 hours, escalate: adviser}]\n"
    # 36 of 48 hours had passed when the clock stopped, for five hours.
    told = ["2026-03-29T16:00", "2026-03-29T23:59"]
    assert due(tmp_path / "shop", engine, late, *events) == told
    found = careplay("cases", tmp_path / "shop", "--date", "2026-03-29", "--format", "jsonl")
    case = json.loads(found.stdout)
    assert (case["step_due"], case["minutes_left"]) == ("2026-03-29T16:00", -8 * 60)


def test_time_that_is_left_passes_too(tmp_path: Path) -> None:
    events = ("complaint.opened 2026-03-27T09:00", "complaint.hear.done 2026-03-28T10:00")
    due(tmp_path / "shop", "plain", FLOW % "24 hours", *events)
    told = careplay("cases", tmp_path / "shop", "--date", "2026-03-28", "--format", "jsonl")
    case = json.loads(told.stdout)
    assert (case["step_due"], case["minutes_left"]) == ("2026-03-29T11:00", 10 * 60)


@pytest.mark.parametrize("run", [plain, duckdb], ids=["plain", "duckdb"])
@pytest.mark.parametrize(
    ("ready", "span", "told"),
    [
        ("2026-03-29 04:00", Span(2, Unit.HOURS, negative=True), "2026-03-29 01:00"),
        ("2026-10-25 04:00", Span(3, Unit.HOURS, negative=True), "2026-10-25 02:00"),
        ("2026-10-25 04:00", Span(90, Unit.MINUTES), "2026-10-25 05:30"),
        ("2026-03-29 04:00", Span(1, negative=True), "2026-03-28 04:00"),
    ],
)
def test_hours_before_a_moment_of_an_event_pass_as_well(
    ready: str, span: Span, told: str, run: Engine
) -> None:
    at = datetime.fromisoformat(ready)
    due = Due(span, of="ready")
    before = rule(Happens("purchase"), do=(replace(CALL, due=due),))
    business, connection = world(before, timezone="Europe/Berlin"), connect()
    events = [event("purchase", "2026-01-02", ready=at)]
    loaded = in_memory(business, [customer(1)], events, connection=connection)
    outcome = whole.run(run, business, date(2026, 1, 2), loaded)
    found = connection.execute(f"SELECT due_at FROM {outcome.relation}").fetchall()
    assert found == [(datetime.fromisoformat(told),)]
