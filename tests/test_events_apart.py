"""Without a key events are told apart by what they tell: rows that differ are different."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alike import DURABLE, ENGINES
from small_shop import HOME, SmallShop, small_shop

DAY = "2026-06-01"
TYPES = (
    "visit: {}, purchase: {amount: money, item: text, on: date, seen: moment,"
    " wrapped: boolean, weight: number, pieces: integer},"
    " action.snoozed: {action: text, until: date}"
)
APART = HOME.replace("visit: {}", TYPES)
NAMES = ("amount", "item", "on", "seen", "wrapped", "weight", "pieces", "action", "until")
HEAD = ",".join(("customer_id", "type", "at", *NAMES))
SOLD = "Sold {event.amount|-}, {event.item|-}"
DO = f"do: [{{task: '{SOLD}', to: adviser, due: within 9 days}}]"
SAME_DAY = "{event: purchase}"
Told = list[dict[str, Any]]


def rule(when: str = SAME_DAY, name: str = "sold", **more: str) -> str:
    told = "".join(f"{key}: {value}, " for key, value in more.items())
    return f"rules:\n  - {{id: {name}, title: t, when: {when}, {told}{DO}}}\n"


def bought(
    at: str = f"{DAY} 10:00", who: str = "C1", kind: str = "purchase", **told: str
) -> str:
    """A row of the table of events."""
    return ",".join([who, kind, at, *(told.get(name, "") for name in NAMES)])


@pytest.fixture(params=[*ENGINES, DURABLE])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    found = small_shop(tmp_path, rule(), home=APART)
    return replace(found, engine=request.param)


def happened(shop: SmallShop, *rows: str) -> None:
    shop.write({"data/events.csv": "\n".join([HEAD, *rows, ""])})


def told(shop: SmallShop, day: str = DAY, *options: str) -> Told:
    lines = shop.run(day, "--format", "jsonl", *options).stdout.splitlines()
    return [json.loads(line) for line in lines]


def texts(found: Told) -> list[str]:
    return sorted(each["text"] for each in found)


def test_two_purchases_of_one_second_are_two_events(shop: SmallShop) -> None:
    happened(shop, bought(amount="500", item="stove"), bought(amount="5", item="pan"))
    found = told(shop)
    assert texts(found) == ["Sold 5.00, pan", "Sold 500.00, stove"]
    assert len({each["action_id"] for each in found}) == 2


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("amount", "5", "5.01"),
        ("amount", "5", ""),
        ("item", "pan", "Pan"),
        ("on", "2026-06-01", "2026-06-02"),
        ("seen", "2026-06-01 10:00:01", "2026-06-01 10:00:02"),
        ("wrapped", "yes", "no"),
        ("weight", "1.5", "1.500001"),
        ("pieces", "10", "1"),
    ],
)
def test_a_difference_in_any_attribute_is_one(
    shop: SmallShop, name: str, one: str, other: str
) -> None:
    happened(shop, bought(**{name: one}), bought(**{name: other}))
    assert len(told(shop)) == 2


def test_the_same_value_written_otherwise_is_no_difference(shop: SmallShop) -> None:
    happened(shop, bought(amount="5", wrapped="yes"), bought(amount="5.00", wrapped="true"))
    assert len(told(shop)) == 1
    assert any("CP530" in line for line in shop.said(DAY))


def test_what_tells_nothing_is_one_event_a_second(shop: SmallShop) -> None:
    shop.write({"book.yaml": rule("{event: visit}").replace(SOLD, "Here")})
    happened(shop, bought(kind="visit"), bought(kind="visit"))
    (found,) = told(shop)
    assert found["occasion"] == "visit:2026-06-01 10:00:00"


def test_a_second_purchase_that_is_typed_in_late_is_answered(shop: SmallShop) -> None:
    happened(shop, bought("2026-06-01", amount="500"))
    assert texts(told(shop)) == ["Sold 500.00, -"]
    happened(shop, bought("2026-06-01", amount="500"), bought("2026-06-01", amount="5"))
    assert texts(told(shop, "2026-06-02")) == ["Sold 5.00, -"]
    assert told(shop, "2026-06-03") == []


def test_a_row_that_is_put_right_is_another_event(shop: SmallShop) -> None:
    happened(shop, bought(amount="500"))
    told(shop)
    happened(shop, bought(amount="50"))
    assert "Sold 50.00, -" in texts(told(shop, "2026-06-02"))


@pytest.mark.parametrize(
    "when",
    [
        "{after: purchase, days: 3}",
        "{before: purchase.on, days: 3}",
        "{anniversary: purchase}",
        "{event: purchase, where: {amount: at least 5}}",
    ],
)
def test_each_is_an_occasion_of_every_rule_and_once(shop: SmallShop, when: str) -> None:
    shop.write({"book.yaml": rule(when, catch_up="all")})
    day = {"{a": "2026-06-04", "{b": DAY, "{e": DAY}[when[:2]]
    if "anniversary" in when:
        day = "2027-06-01"
    rows = (bought(amount=amount, on="2026-06-04") for amount in ("5", "500", "500"))
    happened(shop, *rows)
    found = told(shop, day)
    assert texts(found) == ["Sold 5.00, -", "Sold 500.00, -"]
    assert told(shop, day) == found
    later = f"{day[:-1]}{int(day[-1]) + 1}"
    assert told(shop, later) == []


def test_what_was_snoozed_comes_back_with_its_own_event(shop: SmallShop) -> None:
    rows = [bought(amount="5"), bought(amount="500")]
    happened(shop, *rows)
    (much,) = (each for each in told(shop) if "500" in each["text"])
    snoozed = bought(f"{DAY} 17:00", kind="action.snoozed", action=much["action_id"])
    happened(shop, *rows, snoozed)
    (back,) = told(shop, "2026-06-02")
    assert (back["action_id"], back["text"]) == (much["action_id"], much["text"])
