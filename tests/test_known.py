"""What a run knew of events stays known, whatever is declared of them or filled in since."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from alike import ENGINES
from diary import HOME, Diary, rule, rules

TASK = "{task: 'Do it', to: adviser, due: within 9 days}"
EVERY = (
    rule("sold", "{event: purchase}", TASK),
    rule("same", "{after: purchase, days: 0}", TASK),
    rule("seen", "{event: visit}", TASK),
    rule("twice", "{crosses: purchases, reaches: 2}", TASK),
)
MEASURES = "measures: {purchases: {count: purchase}}\n"
FROM = "  from: data/events.csv\n"


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    return Diary(tmp_path / "shop", MEASURES + rules(*EVERY), engine=engine, columns=("a", "b"))


def keyed(shop: Diary, column: str) -> None:
    """Events go by that column from now on; by none where it is empty."""
    shop.home = HOME.replace(FROM, f"{FROM}  key: {column}\n" if column else FROM)


def declared(shop: Diary, old: str, new: str) -> None:
    assert old in shop.home
    shop.home = shop.home.replace(old, new)


def told(shop: Diary, day: int, month: int = 6) -> list[tuple[str, str]]:
    found = shop.run(f"2026-{month:02}-{day:02}")
    return sorted((each["rule"], each["status"]) for each in found)


def late(shop: Diary, day: int) -> dict[str, int]:
    report = json.loads(shop.kept(f"2026-06-{day:02}", "run.json").read_text("utf-8"))
    found: dict[str, int] = report["late"]
    return found


def happened(shop: Diary) -> None:
    """Two purchases and a visit, each of which has two keys."""
    shop.event("2026-05-31 09:00", "purchase", a="a1", b="b1", amount="5")
    shop.event("2026-06-01 09:00", "purchase", a="a2", b="b2", amount="50")
    shop.event("2026-06-01 10:00", "visit", a="a3", b="b3")


FIRST = [(each, "due") for each in ("same", "seen", "sold", "twice")]


@pytest.mark.parametrize(
    ("first", "then"), [("a", "b"), ("b", "a"), ("", "a"), ("a", ""), ("a", "a")]
)
def test_another_column_as_key_tells_nothing_twice(shop: Diary, first: str, then: str) -> None:
    keyed(shop, first)
    happened(shop)
    assert told(shop, 1) == FIRST
    keyed(shop, then)
    assert told(shop, 2) == []
    assert late(shop, 2) == {"asked": 0, "too_old": 0}
    shop.event("2026-06-02 19:00", "visit", a="a9", b="b9")
    assert told(shop, 3) == [("seen", "due")]
    assert late(shop, 3)["asked"] == 1


@pytest.mark.parametrize(("first", "then"), [("a", "b"), ("", "a"), ("a", ""), ("a", "a")])
def test_a_day_run_again_by_another_key_says_that_its_ids_are_others(
    shop: Diary, first: str, then: str
) -> None:
    keyed(shop, first)
    happened(shop)
    before = {each["action_id"] for each in shop.run("2026-06-01")}
    keyed(shop, then)
    found = shop.call("2026-06-01", "--format", "jsonl")
    after = {json.loads(line)["action_id"] for line in found.stdout.splitlines()}
    assert ("换了 action_id" in found.stderr) is (first != then) is (before != after)
    assert told(shop, 2) == []
    assert "换了 action_id" not in shop.call("2026-06-01").output


@pytest.mark.parametrize(("then", "again"), [("a", []), ("b", [("seen", "due")])])
def test_a_day_between_knows_by_its_own_keys_what_later_days_told(
    shop: Diary, then: str, again: list[tuple[str, str]]
) -> None:
    keyed(shop, "a")
    told(shop, 1)
    shop.event("2026-06-02 10:00", "visit", a="1", b="x")
    assert told(shop, 3) == [("seen", "due")]
    keyed(shop, then)
    assert told(shop, 2) == again


@pytest.mark.parametrize(("first", "then"), [("a", "b"), ("", "a"), ("a", "")])
def test_what_comes_back_is_found_by_another_key(shop: Diary, first: str, then: str) -> None:
    shop.playbook = rules(EVERY[0], EVERY[2])
    keyed(shop, first)
    happened(shop)
    for each in shop.run("2026-06-01"):
        shop.tells("2026-06-01 18:00", "snoozed", each, until="2026-06-04")
    keyed(shop, then)
    assert told(shop, 2) == []
    assert told(shop, 4) == [("seen", "due"), ("sold", "due")]
    assert told(shop, 5) == []


def test_what_is_gone_is_taken_back_though_the_keys_are_others(shop: Diary) -> None:
    """Of another minute nothing is found, and by keys that stay nothing but the key is."""
    keyed(shop, "a")
    happened(shop)
    shop.event("2026-06-01 10:00", "visit", a="a4", b="b4")
    told(shop, 1)
    keyed(shop, "b")
    del shop.happened[1]
    assert told(shop, 2) == [("same", "withdrawn"), ("sold", "withdrawn")]
    shop.event("2026-06-03 10:00", "visit", a="a5", b="b5")
    shop.event("2026-06-03 10:00", "visit", a="a6", b="b6")
    assert told(shop, 3) == [("seen", "due"), ("seen", "due")]
    del shop.happened[-1]
    assert told(shop, 4) == [("seen", "withdrawn")]


@pytest.mark.parametrize("key", ["", "a"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("visit: {}", "visit: {b: text}"),
        ("purchase: {amount: money}", "purchase: {amount: money, b: text}"),
        ("action.done: {action: text}", "action.done: {action: text, b: text}"),
        ("purchase: {amount: money}", "purchase: {amount: number}"),
    ],
)
def test_an_attribute_more_tells_nothing_twice_and_loses_nothing(
    shop: Diary, key: str, old: str, new: str
) -> None:
    keyed(shop, key)
    happened(shop)
    assert told(shop, 1) == FIRST
    shop.event("2026-05-31 19:00", "visit", a="a8", b="b8")
    shop.event("2026-06-01 19:00", "purchase", a="a9", b="b9", amount="7")
    declared(shop, old, new)
    lost = not key and "visit" in old
    assert told(shop, 2) == [("same", "due"), *[("seen", "due")] * (not lost), ("sold", "due")]
    of_purchases = not key and "purchase" in old
    assert late(shop, 2) == {"asked": 2 - lost - of_purchases, "too_old": 0}
    assert told(shop, 3) == []


def test_a_key_that_is_filled_in_alone_makes_no_other_event(shop: Diary) -> None:
    keyed(shop, "a")
    happened(shop)
    shop.happened[1]["a"] = shop.happened[2]["a"] = ""
    assert told(shop, 1) == FIRST
    shop.happened[1]["a"], shop.happened[2]["a"] = "a2", "a3"
    assert told(shop, 2) == []
    assert late(shop, 2)["asked"] == 0
    assert [told(shop, day) for day in (3, 5)] == [[], []]


def test_a_key_filled_in_beside_another_change_makes_another_event(shop: Diary) -> None:
    keyed(shop, "a")
    shop.event("2026-06-01 09:00", "purchase", a="", amount="5")
    assert told(shop, 1) == [("same", "due"), ("sold", "due")]
    shop.happened[0] |= {"a": "a1", "amount": "6"}
    assert ("sold", "due") in told(shop, 2)


def test_a_row_with_a_key_beside_the_same_without_is_another_event(shop: Diary) -> None:
    keyed(shop, "a")
    shop.event("2026-06-01 09:00", "visit")
    assert told(shop, 1) == [("seen", "due")]
    shop.event("2026-06-01 09:00", "visit", a="a1")
    assert told(shop, 2) == [("seen", "due")]
    assert told(shop, 3) == []


def test_where_keys_are_wanting_rows_that_differ_are_different(shop: Diary) -> None:
    keyed(shop, "a")
    shop.event("2026-06-01 09:00", "purchase", amount="5")
    told(shop, 1)
    shop.event("2026-06-01 09:00", "purchase", amount="6")
    assert ("sold", "due") in told(shop, 2)


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_what_is_too_old_is_counted_though_as_many_rows_go(shop: Diary, gone: int) -> None:
    for day in ("01", "02", "03"):
        shop.event(f"2025-06-{day} 09:00", "visit")
    assert told(shop, 1) == []
    del shop.happened[:gone]
    shop.event("2025-07-01 09:00", "visit")
    shop.event("2025-07-02 09:00", "visit")
    assert told(shop, 2) == []
    assert late(shop, 2) == {"asked": 0, "too_old": 2}
    told(shop, 3)
    assert late(shop, 3)["too_old"] == 0


@pytest.mark.parametrize("days", [(1, 2, 3, 4), (1, 3, 4), (1, 2, 4)])
def test_what_was_known_is_not_too_old_once_it_goes_by_no_id(
    shop: Diary, days: tuple[int, ...]
) -> None:
    first = date(2026, 4, 20)
    for number in range(30):
        shop.event(f"{first + timedelta(number)} 09:00", "visit")
    for day in days:
        told(shop, day)
    assert [late(shop, day)["too_old"] for day in days] == [0] * len(days)
    shop.event("2026-04-28 10:00", "visit")
    told(shop, 5)
    assert late(shop, 5)["too_old"] == 1


def test_what_is_too_old_is_counted_though_rules_ask_for_other_types(shop: Diary) -> None:
    shop.event("2025-06-01 09:00", "visit")
    told(shop, 1)
    shop.playbook = MEASURES + rules(EVERY[0], EVERY[3])
    shop.happened = []
    shop.event("2025-07-01 09:00", "visit")
    shop.event("2025-07-02 09:00", "purchase")
    told(shop, 2)
    assert late(shop, 2)["too_old"] == 2
    told(shop, 3)
    assert late(shop, 3)["too_old"] == 0
