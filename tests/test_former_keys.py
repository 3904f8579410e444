"""Days kept when an event without a key was known by its moment alone are read as they are.

``tests/cases/kept/unmarked`` holds two of them, as they were written then.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from alike import DURABLE, ENGINES
from older import without_manifests
from small_shop import SmallShop

KEPT = Path(__file__).parent / "cases/kept/unmarked"
PAN, STOVE = "Sold 5.00, pan", "Sold 500.00, stove"
Told = list[dict[str, Any]]


@pytest.fixture(params=[*ENGINES, DURABLE])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    """The shop after its two days: a pan and a stove in one second, and a kettle."""
    folder = tmp_path / "shop"
    shutil.copytree(KEPT, folder)
    (folder / ".careplay/actions").mkdir(parents=True)
    (folder / "days").rename(folder / ".careplay/actions/shop")
    return replace(SmallShop(folder), engine=request.param)


def told(shop: SmallShop, day: str, *options: str) -> Told:
    lines = shop.run(day, "--format", "jsonl", *options).stdout.splitlines()
    return [json.loads(line) for line in lines]


def seen(found: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(f"{each['rule']}: {each['text']}" for each in found)


def kept(shop: SmallShop, day: str) -> dict[str, str]:
    """The ids by rule that a day told."""
    query = f"SELECT rule, action_id FROM '{shop.kept(day, 'actions.parquet')}'"
    with duckdb.connect() as connection:
        return dict(connection.execute(query).fetchall())


def add(shop: SmallShop, *rows: str) -> None:
    file = shop.folder / "data/events.csv"
    shop.write({"data/events.csv": file.read_text("utf-8") + "".join(f"{r}\n" for r in rows)})


def edit(shop: SmallShop, name: str, old: str, new: str) -> None:
    text = (shop.folder / name).read_text("utf-8")
    assert old in text
    shop.write({name: text.replace(old, new)})


def test_nothing_is_told_twice_and_nothing_withdrawn(shop: SmallShop) -> None:
    assert seen(told(shop, "2026-06-03")) == ["next: Sold 50.00, kettle"]
    assert seen(told(shop, "2026-06-04")) == [f"soon: {each}" for each in (PAN, STOVE)]
    assert seen(told(shop, "2026-06-05")) == ["soon: Sold 50.00, kettle"]


DECLARED = ", action.done: {action: text}, action.snoozed: {action: text, until: date}"


def test_nor_where_outcomes_are_not_declared_any_more(shop: SmallShop) -> None:
    edit(shop, "careplay.yaml", DECLARED, "")
    test_nothing_is_told_twice_and_nothing_withdrawn(shop)


@pytest.mark.parametrize("day", ["2026-06-01", "2026-06-02"])
def test_a_day_that_is_run_again_goes_by_the_ids_it_gave(shop: SmallShop, day: str) -> None:
    before = kept(shop, day)
    again = {each["action_id"]: each for each in told(shop, day)}
    assert {again[each]["attempt"] for each in before.values()} == {1}
    more = [each for each in again.values() if each["action_id"] not in before.values()]
    assert (
        seen(more)
        == {
            "2026-06-01": [f"date: {STOVE}", f"sold: {STOVE}"],
            "2026-06-02": [f"next: {STOVE}"],
        }[day]
    )
    assert [*told(shop, day)] == [*again.values()]


@pytest.mark.parametrize("rule", ["sold", "much", "date"])
def test_what_was_snoozed_comes_back_as_it_was(shop: SmallShop, rule: str) -> None:
    action = kept(shop, "2026-06-01")[rule]
    add(shop, f"C1,action.snoozed,2026-06-02 12:00,,,,{action},2026-06-03")
    back = [each for each in told(shop, "2026-06-03") if each["rule"] == rule]
    assert [each["action_id"] for each in back] == [action]
    assert seen(back) == [f"{rule}: {STOVE if rule == 'much' else PAN}"]
    assert back[0]["status"] == "due"
    assert [line for line in shop.said("2026-06-03") if "CP525" in line] == []


def test_an_outcome_names_the_action_by_the_id_it_had(shop: SmallShop) -> None:
    action = kept(shop, "2026-06-01")["sold"]
    add(shop, f"C1,action.done,2026-06-02 12:00,,,,{action},")
    assert [line for line in shop.said("2026-06-03") if "CP525" in line] == []


@pytest.mark.parametrize("amount", ["1", "900"])
def test_one_of_the_same_moment_that_comes_in_late_is_told(
    shop: SmallShop, amount: str
) -> None:
    add(shop, f"C2,purchase,2026-06-02,{amount},cup,,,")
    late = [each for each in told(shop, "2026-06-03") if each["rule"] in {"sold", "much"}]
    cup = f"Sold {amount}.00, cup"
    assert seen(late) == [f"{rule}: {cup}" for rule in ("much", "sold")[amount == "1" :]]
    assert {each["customer_id"] for each in late} == {"C2"}
    again = told(shop, "2026-06-04")
    assert [each for each in again if each["rule"] in {"sold", "much"}] == []


def test_what_is_found_once_more_is_not_told_once_more(shop: SmallShop) -> None:
    """Days became more, and the last day does not say how many they were."""
    shop.kept("2026-06-02", "run.json").unlink()
    without_manifests(shop.folder)
    edit(shop, "book.yaml", "{after: purchase, days: 1}", "{after: purchase, days: 4}")
    found = [each for each in told(shop, "2026-06-05") if each["rule"] == "next"]
    assert seen(found) == [f"next: {STOVE}"]


def test_a_day_that_is_run_late_tells_nothing_that_a_later_one_told(shop: SmallShop) -> None:
    """The first of June was lost; the second knows of its purchases by their moment."""
    edit(shop, "book.yaml", "{event: purchase}", "{after: purchase, days: 0}")
    edit(shop, "book.yaml", "{after: purchase, days: 1}", "{event: purchase}")
    shutil.rmtree(shop.kept("2026-06-01", "x").parent)
    assert [text for text in seen(told(shop, "2026-06-01")) if text.startswith("next")] == [
        f"next: {STOVE}"
    ]


def test_without_what_was_known_nothing_is_told_twice(shop: SmallShop) -> None:
    """So were days kept that are older still."""
    for day in ("2026-06-01", "2026-06-02"):
        shop.kept(day, "known.parquet").unlink()
    without_manifests(shop.folder)
    assert seen(told(shop, "2026-06-03")) == ["next: Sold 50.00, kettle"]


def declare(shop: SmallShop) -> None:
    """Another attribute, which stood in the data all the while, is declared."""
    edit(shop, "careplay.yaml", "item: text, on", "item: text, paid: text, on")


@pytest.fixture
def paid(shop: SmallShop) -> SmallShop:
    file = shop.folder / "data/events.csv"
    head, *rows = file.read_text("utf-8").splitlines()
    lines = [f"{head},paid", *(f"{row},cash" for row in rows)]
    shop.write({"data/events.csv": "\n".join([*lines, ""])})
    shutil.rmtree(shop.folder / ".careplay")
    return shop


def test_another_attribute_tells_nothing_twice(paid: SmallShop) -> None:
    first, second = (told(paid, f"2026-06-0{day}") for day in (1, 2))
    assert seen(first)[-2:] == [f"sold: {each}" for each in (PAN, STOVE)]
    declare(paid)
    assert told(paid, "2026-06-02") == second
    assert seen(told(paid, "2026-06-03")) == ["next: Sold 50.00, kettle"]
    edit(paid, "book.yaml", "{after: purchase, days: 1}", "{after: purchase, days: 4}")
    assert [text for text in seen(told(paid, "2026-06-05")) if "next" in text] == []


def test_another_attribute_leaves_what_is_open(paid: SmallShop) -> None:
    (pan,) = (each for each in told(paid, "2026-06-01") if seen([each]) == [f"sold: {PAN}"])
    add(paid, f"C1,action.snoozed,2026-06-01 12:00,,,,{pan['action_id']},,cash")
    declare(paid)
    back = [each for each in told(paid, "2026-06-02") if each["rule"] == "sold"]
    assert ("due", pan["action_id"]) in [(each["status"], each["action_id"]) for each in back]
