"""A step is done, and a level raised, by the word of somebody who may approve."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import DURABLE, ENGINES
from small_shop import HOME, SmallShop, small_shop

TYPES = (
    "visit: {ref: text}, order: {ref: text, arrival: date, departure: date, level: text,"
    " raised_to: text, approved_by: staff},"
    " redress.offer.done: {ref: text, amount: money, approved_by: staff},"
    " redress.ask.done: {ref: text, outcome: text, why: text}"
)
REDRESS = """
parameters: {large: 200}
flows:
  redress:
    starts: visit
    owner: adviser
    steps:
      offer:
        do: {task: Make an offer}
        done: {approved: {by: approved_by, amount: {over 1000: gm, over $large: [manager, gm]}}}
        next: ask
      ask:
        do: {task: Ask}
        done: {evidence: {bad: [why]}}
        next: {good: closed, bad: offer}
"""
STAY = """
receptions:
  stay:
    of: order
    level: event.level
    levels: [A, B]
    override: {raise: raised_to, approver: approved_by, approvers: {A: gm, B: [gm, manager]}}
    items:
      - {id: room, title: Room, to: adviser, at: on arrival, do: {task: Room}, levels: [A]}
      - {id: key, title: Key, to: adviser, at: on arrival, do: {task: Key}}
"""
HEADING = (
    "customer_id,type,at,ref,amount,approved_by,outcome,why,arrival,departure,level,raised_to"
)
STAFF = "id,name,role\nE1,Eve,adviser\nE2,Bo,manager\nE3,Cy,gm\n"
EVERY = pytest.mark.parametrize("engine", [*ENGINES, DURABLE])


def shop(folder: Path, book: str, *events: str) -> SmallShop:
    home = HOME.replace("visit: {}", TYPES).replace("manager: {}", "manager: {}, gm: {}")
    told = "\n".join((HEADING, *(f"C1,{each}" for each in events), ""))
    return small_shop(folder, book, home=home, events=told, staff=STAFF)


def asked(made: SmallShop, engine: str) -> list[str]:
    return [rule for _, rule in made.actions("2026-06-01", "--engine", engine)]


@EVERY
@pytest.mark.parametrize(
    ("amount", "who", "then"),
    [
        ("200", "", "ask"),
        ("201", "", "offer"),
        ("201", "E1", "offer"),
        ("201", "E2", "ask"),
        ("1001", "E2", "offer"),
        ("1001", "E3", "ask"),
        ("", "", "ask"),
    ],
)
def test_a_step_is_done_by_the_word_of_who_may_approve(
    amount: str, who: str, then: str, engine: str, tmp_path: Path
) -> None:
    opened = "visit,2026-06-01 09:00,R1,,,,,,,,"
    done = f"redress.offer.done,2026-06-01 10:00,R1,{amount},{who},,,,,,"
    made = shop(tmp_path, REDRESS, opened, done)
    assert asked(made, engine) == [f"redress.{then}"]


@EVERY
@pytest.mark.parametrize(
    ("answer", "then"),
    [("good,", []), ("bad,", ["redress.ask"]), ("bad,late", ["redress.offer"])],
)
def test_only_what_the_outcome_needs_is_asked(
    answer: str, then: list[str], engine: str, tmp_path: Path
) -> None:
    opened = "visit,2026-06-01 09:00,R1,,,,,,,,"
    done = f"redress.ask.done,2026-06-01 10:00,R1,,,{answer},,,,"
    asking = "redress.offer.done,2026-06-01 09:30,R1,,,,,,,,"
    assert asked(shop(tmp_path, REDRESS, opened, asking, done), engine) == then


@EVERY
@pytest.mark.parametrize(
    ("raised", "rules"),
    [
        ("E3,A", ["stay.key", "stay.room"]),
        ("E2,A", ["stay.key"]),
        ("E1,A", ["stay.key"]),
        (",A", ["stay.key"]),
    ],
)
def test_a_level_is_raised_by_the_word_of_who_may_approve(
    raised: str, rules: list[str], engine: str, tmp_path: Path
) -> None:
    who, level = raised.split(",")
    told = f"order,2026-05-01 09:00,R1,,{who},,,2026-06-01,2026-06-03,B,{level}"
    found = asked(shop(tmp_path, STAY, told), engine)
    assert sorted(each.split(".A")[0].split(".B")[0] for each in found) == rules
