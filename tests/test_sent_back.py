"""Who is told that a case was sent back, and who does what the data name somebody for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alike import DURABLE, ENGINES
from small_shop import HOME, SmallShop, small_shop

TYPES = (
    "visit: {ref: text, made_by: staff, next_on: date},"
    " redress.ask.done: {ref: text, outcome: text}"
)
REDRESS = """
flows:
  redress:
    label: Redress
    starts: visit
    by: ref
    owner: manager
    steps:
      offer: {title: Offer, do: {task: Make an offer}, within: 9 days, next: ask}
      ask:
        title: Ask
        do: {call: "{name}, all right?"}
        within: 9 days
        next: {good: closed, later: ask, bad: offer}
    late: [{after: 0 hours, escalate: manager}, {after: 1 day, escalate: gm}]
    again: [{times: 1, escalate: manager}, {times: 3, escalate: gm, priority: urgent}]
"""
STAFF = "id,name,role\nE1,Eve,adviser\nE2,Bo,manager\nE3,Cy,gm\nE4,Di,adviser\n"
RULES = """
rules:
  - id: appointed
    title: The day has come
    when: {after: visit.next_on, days: 0}
    do: [{task: "Call {name} as agreed", to: adviser, who: made_by, not_to: owner}]
"""
HEADING = "customer_id,type,at,ref,made_by,next_on,outcome\n"


def shop(folder: Path, book: str, *events: str, staff: str = STAFF) -> SmallShop:
    home = HOME.replace("visit: {}", TYPES).replace("manager: {}", "manager: {}, gm: {}")
    home = home.replace("{fact: owner}", "{fact: owner, fallback: manager}")
    made = small_shop(folder, book, home=home, events=HEADING + "\n".join(events) + "\n")
    made.write({
        "data/customers.csv": "id,name,phone,owner\nC1,Ann,1,E1\n",
        "data/staff.csv": staff,
    })  # fmt: skip
    return made


def told(made: SmallShop, day: str, engine: str) -> dict[str, str | None]:
    lines = made.run(day, "--format", "jsonl", "--engine", engine).stdout.splitlines()
    rows = map(json.loads, lines)
    return {row["rule"]: row["owner"] for row in rows if row["status"] == "due"}


def asked(*outcomes: str) -> list[str]:
    opened = "C1,visit,2026-06-01 09:00,R1,,,"
    answers = (
        f"C1,redress.ask.done,2026-06-01 {10 + hour}:00,R1,,,{each}"
        for hour, each in enumerate(outcomes)
    )
    return [opened, *answers]


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
@pytest.mark.parametrize(
    ("outcomes", "again"),
    [
        (("later", "later", "later", "later"), {}),
        (("bad",), {"redress.again": "E3"}),  # the manager made the offer himself
        (("later", "bad", "later", "bad"), {"redress.again": "E3"}),
        (("bad", "bad", "bad"), {"redress.again.2": "E3"}),
        (("bad",) * 5, {"redress.again.2": "E3"}),
    ],
)
def test_whoever_failed_is_not_told_and_progress_is_no_failure(
    outcomes: tuple[str, ...], again: dict[str, str], engine: str, tmp_path: Path
) -> None:
    made = shop(tmp_path, REDRESS, *asked(*outcomes))
    found = told(made, "2026-06-01", engine)
    assert {rule: who for rule, who in found.items() if "again" in rule} == again


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
def test_with_nobody_left_it_is_told_without_owner(engine: str, tmp_path: Path) -> None:
    alone = "id,name,role\nE1,Eve,adviser\nE2,Bo,manager\n"
    made = shop(tmp_path, REDRESS, *asked("bad"), staff=alone)
    assert told(made, "2026-06-01", engine)["redress.again"] is None


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
@pytest.mark.parametrize(
    ("made_by", "who"),
    [
        ("E4", "E4"),
        ("E2", "E2"),  # of whatever role
        ("", "E2"),  # E1 is the customer's own, and passed over
        ("E1", "E2"),
    ],
)
def test_an_appointment_falls_to_whoever_made_it(
    made_by: str, who: str, engine: str, tmp_path: Path
) -> None:
    made = shop(tmp_path, RULES, f"C1,visit,2026-06-01 09:00,R1,{made_by},2026-06-03,")
    assert told(made, "2026-06-03", engine)["appointed"] == who
