"""A change that an event brings about is told once, however late the event is typed in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from alike import ENGINES
from older import without_manifests
from small_shop import HOME, SmallShop, small_shop

TYPES = """
  types:
    purchase: {amount: money}
    visit: {}
    opened: {ref: text}
    booked: {ref: text, arrival: date, departure: date, room: text}
"""
DESK = HOME.replace("\n  types: {visit: {}}\n", TYPES).replace(
    "owner: staff}", "owner: staff, grade: {type: choice, of: [A, B]}}"
)
BOOK = """
measures:
  spend: {sum: amount, of: purchase, within: 12 months}
  bought: {count: purchase, within: 3 days}
  open_cases: {open: asked}
  stays: {count: stay}
tiers: {rank: {by: spend, shares: {A: 50%, B: 50%}}}
segments:
  buyer: {bought: at least 1}
  leading: {rank: A, spend: over 0}
  troubled: {open_cases: at least 1}
flows:
  asked:
    starts: opened
    clock: {hours: around the clock}
    goal: {reach: over, within: 20 days}
    steps: {hear: {title: Hear, do: {task: Hear, to: manager}, within: 9 days, next: over}}
receptions:
  stay:
    of: booked
    level: grade
    items: [{id: room, title: Room, to: manager, at: on arrival, do: {task: Room}}]
rules:
"""
ASKED = {
    "gold": "{crosses: spend, reaches: [500, 1000]}",
    "buyer": "{enters: buyer}",
    "gone": "{leaves: buyer}",
    "lead": "{enters: leading}",
    "lost": "{leaves: leading}",
    "case": "{enters: troubled}",
    "over": "{leaves: troubled}",
    "stay": "{crosses: stays, reaches: 1}",
}
"""What each rule waits for; every rule stands three times, once for each ``catch_up:``."""
CATCH_UP = {"": "skip", "+": "latest", "*": "all"}
"""What follows the name of a rule, for each of them."""
PEOPLE = "id,name,phone,owner,grade\nC1,Ann,1,E1,A\nC2,Bo,,E1,B\n"
HEAD = "customer_id,type,at,amount,ref,arrival,departure,room\n"


def rules(asked: dict[str, str]) -> str:
    return "".join(
        f"  - {{id: {name}_{how}, title: T, when: {when}, catch_up: {how},"
        f" do: [{{task: T, to: manager}}]}}\n"
        for name, when in asked.items()
        for how in CATCH_UP.values()
    )


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    found = small_shop(tmp_path, BOOK + rules(ASKED), home=DESK, events=HEAD, customers=PEOPLE)
    return replace(found, engine=request.param)


def told(shop: SmallShop, day: int, *options: str) -> list[str]:
    """The rules that are told on a day of June, by customer and the day it is about.

    Of one that is told whatever its ``catch_up:`` the name stands alone, else with a sign.
    """
    lines = shop.run(f"2026-06-{day:02}", "--format", "jsonl", *options).stdout.splitlines()
    signs = {how: sign for sign, how in CATCH_UP.items()}
    found: dict[str, set[str]] = {}
    for each in map(json.loads, lines):
        name, _, how = each["rule"].rpartition("_")
        if how in signs and not each["rule"].startswith("asked."):
            level = each["occasion"].split(":")[1] if name == "gold" else ""
            about = f"{name}{level} {each['customer_id']} {each['occasion'][-2:]}"
            found.setdefault(about, set()).add(signs[how])
    return sorted(
        about if len(how) == len(signs) else f"{about} {''.join(sorted(how))}"
        for about, how in found.items()
    )


def runs(shop: SmallShop, days: Iterable[int]) -> dict[int, list[str]]:
    found = {day: told(shop, day) for day in days}
    return {day: each for day, each in found.items() if each}


def happened(*lines: str) -> dict[str, str]:
    """The table of events: each a customer, a type, a day of June and what it tells."""
    found = HEAD
    for who, kind, day, *more in map(str.split, lines):
        time = more.pop(0) if more and ":" in more[0] else "10:00"
        rest = {"purchase": "{0},,,,", "booked": ",{0},2026-06-20,2026-06-22,"}
        others = rest.get(kind, ",{0},,,").format(*more or [""])
        found += f"{who},{kind},2026-06-{day} {time},{others}\n"
    return {"data/events.csv": found}


def test_what_is_typed_in_after_a_day_s_run_is_a_change_on_the_next(shop: SmallShop) -> None:
    shop.write(happened("C1 purchase 01 09:00 400"))
    assert runs(shop, [1]) == {1: ["buyer C1 01", "lead C1 01"]}
    shop.write(happened("C1 purchase 01 09:00 400", "C1 purchase 01 20:00 600"))
    assert runs(shop, [2, 3, 5]) == {2: ["gold1000 C1 02", "gold500 C1 02"], 5: ["gone C1 05"]}


def test_of_a_day_that_was_known_in_the_morning_nothing_is_new(shop: SmallShop) -> None:
    shop.write(happened("C1 purchase 01 09:00 1000", "C2 opened 01 09:00 R1"))
    first = runs(shop, [1])
    assert first == {
        1: ["buyer C1 01", "case C2 01", "gold1000 C1 01", "gold500 C1 01", "lead C1 01"]
    }
    assert runs(shop, [2, 3]) == {}
    assert runs(shop, [1]) == first


def test_cases_and_stays_that_are_typed_in_late_are_a_change(shop: SmallShop) -> None:
    assert runs(shop, [1, 2]) == {}
    shop.write(happened("C1 opened 01 R1", "C2 booked 02 B1"))
    assert runs(shop, [3, 4]) == {3: ["case C1 03", "stay C2 03"]}
    shop.write(happened("C1 opened 01 R1", "C2 booked 02 B1", "C1 asked.hear.done 04 20:00 R1"))
    assert runs(shop, [5, 6]) == {5: ["over C1 05"]}


def test_whoever_is_passed_late_leaves_his_rank_late(shop: SmallShop) -> None:
    shop.write(happened("C1 purchase 01 100"))
    assert runs(shop, [1]) == {1: ["buyer C1 01", "lead C1 01"]}
    shop.write(happened("C1 purchase 01 100", "C2 purchase 01 20:00 200"))
    assert runs(shop, [2, 3]) == {2: ["buyer C2 02", "lead C2 02", "lost C1 02"]}


def test_after_a_gap_it_is_a_change_of_the_first_day_without_a_run(shop: SmallShop) -> None:
    assert runs(shop, [1]) == {}
    shop.write(happened("C1 purchase 01 20:00 600", "C2 purchase 04 600", "C2 opened 01 R1"))
    assert runs(shop, [5]) == {
        5: [
            "buyer C1 02 *+", "buyer C2 04 *+", "case C2 02 *+", "gold500 C1 02 *+",
            "gold500 C2 04 *+", "gone C1 05", "lead C1 02 *+", "lost C1 04 *+",
        ]
    }  # fmt: skip
    assert runs(shop, [6]) == {}


def test_what_is_typed_in_days_later_is_told_once(shop: SmallShop) -> None:
    assert runs(shop, [1, 2, 3, 4, 5, 6]) == {}
    shop.write(happened("C1 purchase 02 600"))
    assert runs(shop, [7, 8]) == {7: ["gold500 C1 07", "lead C1 07"]}
    shop.write(happened("C1 purchase 02 600", "C1 purchase 06 400"))
    assert runs(shop, [9, 10]) == {9: ["buyer C1 09", "gold1000 C1 09"], 10: ["gone C1 10"]}


def test_a_day_run_again_gives_the_same_bytes(shop: SmallShop) -> None:
    names = ("actions.parquet", "known.parquet", "run.json")
    assert runs(shop, [1]) == {}
    shop.write(happened("C1 purchase 01 20:00 600", "C1 opened 01 R1"))
    assert runs(shop, [2]) != {}
    first = [shop.kept("2026-06-02", name).read_bytes() for name in names]
    for days in ([2], [3, 2]):
        runs(shop, days)
        assert [shop.kept("2026-06-02", name).read_bytes() for name in names] == first


def test_a_day_run_after_a_later_one_tells_no_change_that_that_told(shop: SmallShop) -> None:
    shop.write(happened("C2 purchase 01 09:00 500"))
    first = runs(shop, [1])
    assert first == {1: ["buyer C2 01", "gold500 C2 01", "lead C2 01"]}
    shop.write(
        happened("C2 purchase 01 09:00 500", "C2 purchase 01 20:00 500", "C1 opened 01 R1")
    )
    second = runs(shop, [2])
    assert second == {2: ["case C1 02", "gold1000 C2 02"]}
    assert runs(shop, [1]) == first
    assert runs(shop, [2]) == second


def test_whoever_is_new_in_the_table_is_known_with_his_events(shop: SmallShop) -> None:
    shop.write(happened("C3 purchase 01 20:00 600"))
    assert runs(shop, [1]) == {}
    shop.write({"data/customers.csv": f"{PEOPLE}C3,Cy,3,E1,A\n"})
    assert runs(shop, [2, 3]) == {2: ["buyer C3 02", "gold500 C3 02", "lead C3 02"]}
    shop.write({"data/customers.csv": PEOPLE})
    assert runs(shop, [4]) == {}
    shop.write({"data/customers.csv": f"{PEOPLE}C3,Cy,3,E1,A\n"})
    assert runs(shop, [5]) == {5: ["gone C3 05"]}


def test_a_new_rule_and_a_day_of_an_older_careplay_are_no_flood(shop: SmallShop) -> None:
    shop.write({"book.yaml": BOOK + rules({"case": ASKED["case"]})})
    shop.write(happened("C1 purchase 01 600", "C2 opened 01 R1"))
    assert runs(shop, [1]) == {1: ["case C2 01"]}
    shop.write({"book.yaml": BOOK + rules(ASKED)})
    assert runs(shop, [2]) == {}
    shop.kept("2026-06-02", "known.parquet").unlink()
    without_manifests(shop.folder)
    assert runs(shop, [3]) == {}


def test_only_what_decides_a_change_is_remembered(shop: SmallShop) -> None:
    shop.write(happened("C1 purchase 01 600", "C1 visit 01", "C2 opened 01 R1"))
    sizes = []
    for asked in ({}, {"gold": ASKED["gold"]}, ASKED):
        shop.forget()
        shop.write({"book.yaml": BOOK + rules(asked | {"visit": "{event: visit}"})})
        told(shop, 1)
        sizes.append(len(known(shop, "2026-06-01")))
    assert sizes == [1, 2, 3]


def known(shop: SmallShop, day: str) -> list[int]:
    """The ids of the events that a day was first to know."""
    file = shop.kept(day, "known.parquet")
    found = duckdb.connect().execute(f"SELECT id FROM '{file}'").fetchall()
    return [each for (each,) in found]
