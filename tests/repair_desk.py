"""A shop in which somebody asked for a repair, whose deadline an edit moves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from diary import HOME, Diary, Told, days

CASES = HOME.replace("  types:\n", "  types:\n    asked: {ref: text}\n").replace(
    "language: zh\n", "language: en\n"
)
STAFF = (
    {"id": "E1", "name": "Eve", "role": "adviser"},
    {"id": "M1", "name": "Max", "role": "manager"},
)
FLOW = """
flows:
  repair:
    starts: asked
    owner: adviser
    clock: {hours: around the clock, pauses_in: [waiting]}
    steps:
      mend: {title: Mend, do: {task: Mend}WITHIN, next: tell}
      tell: {title: Tell, do: {task: Tell}, within: 1 day, next: over}
    late: [{after: 0 hours, escalate: manager}, {after: 1 day, escalate: manager}]
"""
MEND, LATE = "repair.mend", "repair.late.1"
GOAL = FLOW.replace("    steps:", "    goal: {reach: over, within: GOAL days}\n    steps:")


def book(within: str = "", more: str = "", flow: str = FLOW) -> str:
    """A playbook whose step is given so long."""
    return more + flow.replace("WITHIN", f", within: {within}" if within else "")


def repair_desk(folder: Path, engine: str, within: str = "5 days") -> Diary:
    """The shop; the repair was asked for on Monday the first of June at 10."""
    made = Diary(
        folder / "desk",
        book(within),
        staff=STAFF,
        engine=engine,
        home=CASES,
        columns=("ref",),
    )
    made.event("2026-06-01 10:00", "asked", ref="R1")
    return made


def told(found: Iterable[Told]) -> dict[str, str]:
    """By when what is told of each rule is due, without the year."""
    return {row["rule"].removeprefix("repair."): row["due_at"][5:] for row in found}


def all_of(desk: Diary, first: str, count: int) -> dict[str, dict[str, str]]:
    """What is told on each of so many days; days without anything left out."""
    found = {day[-2:]: told(desk.run(day)) for day in days(first, count)}
    return {day: rules for day, rules in found.items() if rules}


def report(desk: Diary, day: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(desk.kept(day, "run.json").read_text("utf-8"))
    return found


def moved(desk: Diary, day: str) -> int:
    count: int = report(desk, day)["moved"]
    return count


def assert_as_single_runs(desk: Diary, chosen: list[str]) -> None:
    """Days in one go keep the files that they keep one after the other."""
    names = ("actions.parquet", "run.json")
    for day in chosen:
        desk.run(day)
    singly = [desk.kept(day, name).read_bytes() for day in chosen for name in names]
    for day in chosen:
        shutil.rmtree(desk.kept(day).parent)
    desk.run(chosen[0], "--until", chosen[-1])
    assert [desk.kept(day, name).read_bytes() for day in chosen for name in names] == singly
