"""Work that nobody did is let go: told once, in the first run after its time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alike import DURABLE, ENGINES
from small_shop import SmallShop, small_shop
from test_open_work import BOOK, SHOP, VISIT, happened, opened

EVERY = [*ENGINES, DURABLE]
WORK = "{message: Hello, to: adviser}, {task: Look, to: adviser}"
LADDER = "{message: Hello, to: adviser, channels: [letter, phone]}"
Line = tuple[str, str, str | None]


def shop_of(folder: Path, engine: str, do: str = WORK) -> SmallShop:
    """A shop in which somebody was on the first of June."""
    shop = SmallShop(small_shop(folder, BOOK.format(do), home=SHOP).folder, engine)
    happened(shop, VISIT)
    return shop


def told(shop: SmallShop, *days: str) -> list[Line]:
    """Of each action of these days in June its verb, status and what holds it."""
    return [
        (f"{each['date'][-2:]} {each['verb']}", each["status"], each["held_by"])
        for day in days
        for each in rows(shop, day)
    ]


def rows(shop: SmallShop, day: str) -> list[dict[str, Any]]:
    """The actions of a day in June."""
    found = shop.run(f"2026-06-{day}", "--format", "jsonl")
    return [*map(json.loads, found.stdout.splitlines())]


def said(shop: SmallShop, *outcomes: str) -> None:
    """What people say of the message, besides the visit: ``snoozed 03 05`` is of the 3rd."""
    (action,) = {each["action_id"] for each in rows(shop, "01") if each["verb"] == "message"}
    lines = []
    for each in outcomes:
        kind, on, *until = each.split()
        back = f"2026-06-{until[0]}" if until else ""
        lines.append(f"C1,action.{kind},2026-06-{on} 12:00,{action},{back},")
    happened(shop, VISIT, *lines)


MESSAGE, TASK = ("02 message", "dropped", "undone"), ("16 task", "dropped", "undone")


@pytest.mark.parametrize("engine", EVERY)
def test_each_is_told_once_in_the_first_run_after_its_time(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    begun = told(shop, "01")
    assert [status for _, status, _ in begun] == ["due", "due"]
    assert told(shop, "02", "03", "15", "16", "17") == [MESSAGE, TASK]
    counts = [shop.report(f"2026-06-{day}")["open"]["actions"] for day in ("01", "02", "16")]
    assert counts == [2, 1, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_after_days_without_a_run_it_is_told_all_the_same(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01")
    assert sorted(told(shop, "29", "30")) == [
        ("29 message", "dropped", "undone"),
        ("29 task", "dropped", "undone"),
    ]


@pytest.mark.parametrize("engine", EVERY)
def test_a_day_run_again_has_the_same_bytes(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01", "02")
    before = shop.kept("2026-06-02", "actions.parquet").read_bytes()
    assert told(shop, "02") == [MESSAGE]
    assert shop.kept("2026-06-02", "actions.parquet").read_bytes() == before


@pytest.mark.parametrize("engine", ENGINES)
def test_many_days_at_once_tell_what_single_runs_tell(engine: str, tmp_path: Path) -> None:
    one, other = (shop_of(tmp_path / name, engine) for name in ("one", "other"))
    one.run("2026-06-01", "--until", "2026-06-03")
    days = ("2026-06-01", "2026-06-02", "2026-06-03")
    for day in days:
        other.run(day)
    kept = [[each.kept(day, "actions.parquet") for day in days] for each in (one, other)]
    assert [each.read_bytes() for each in kept[0]] == [each.read_bytes() for each in kept[1]]


@pytest.mark.parametrize("outcome", ["done 01", "refused 01", "done 02", "snoozed 01 20"])
@pytest.mark.parametrize("engine", ENGINES)
def test_what_people_spoke_of_is_not_let_go(engine: str, outcome: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    said(shop, outcome)
    assert told(shop, "02", "03") == []


@pytest.mark.parametrize("engine", EVERY)
def test_what_is_put_off_once_it_was_let_go_comes_back(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    assert told(shop, "01", "02")[1:] == [MESSAGE]
    said(shop, "snoozed 03 05")
    assert opened(shop, "2026-06-03")[0]["due_on"] == "2026-06-05"
    assert told(shop, "03", "04", "05", "06", "07") == [
        ("05 message", "due", None),
        ("06 message", "dropped", "undone"),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_who_was_not_reached_is_tried_by_the_next_channel(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, LADDER)
    assert told(shop, "01", "02")[1:] == [MESSAGE]
    said(shop, "unreached 02")
    (back,) = rows(shop, "03")
    assert (back["status"], back["attempt"], back["channel"]) == ("due", 2, "phone")
    assert told(shop, "04") == [("04 message", "dropped", "undone")]


@pytest.mark.parametrize("engine", ENGINES)
def test_of_what_was_let_go_before_nothing_is_told(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    said(shop, "done 01")
    assert told(shop, "02", "03") == []
    happened(shop, VISIT)
    assert told(shop, "04") == []
    assert opened(shop, "2026-06-04") == []


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_later_day_told_is_not_told_between(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    over = [("05 message", "dropped", "undone")]
    assert told(shop, "01", "05")[1:] == over
    assert told(shop, "03", "05") == over


@pytest.mark.parametrize("engine", ENGINES)
def test_who_is_not_in_the_table_is_told_nothing(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01")
    people = (shop.folder / "data/customers.csv").read_text("utf-8")
    shop.write({"data/customers.csv": "id,name,phone,owner\nC2,Bo,,E1\n"})
    assert told(shop, "02") == []
    shop.write({"data/customers.csv": people})
    assert told(shop, "03", "16") == [TASK]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_let_go_is_taken_back_as_ever(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01", "02")
    happened(shop)
    back = [("03 message", "withdrawn", "gone"), ("03 task", "withdrawn", "gone")]
    assert told(shop, "03", "04") == back
