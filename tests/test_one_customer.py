"""What is shown of one customer is nothing of another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alike import ENGINES
from small_shop import SmallShop, small_shop

RULES = """
rules:
  - id: urgent
    title: A secret of Bo
    when: {every: day}
    if: {phone: missing}
    do: [{task: Ask Bo, to: adviser, priority: urgent}]
  - id: hello
    title: Hello
    when: {every: day}
    if: {phone: present}
    do: [{task: Good to see you, to: adviser}]
limits: {per_staff: {tasks: capacity}}
"""
DAY = "2026-06-02"
EVENTS = "customer_id,type,at\nC2,visit,yesterday\nC8,visit,2026-06-01 10:00\n"
STAFF = "id,name,role,capacity\nE1,Eve,adviser,1\n"


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    """A shop where Bo takes the only hand there is, and the data of others have faults."""
    made = small_shop(tmp_path / "shop", RULES, events=EVENTS, staff=STAFF)
    return SmallShop(made.folder, request.param)


def test_of_another_nothing_is_shown(shop: SmallShop) -> None:
    said = shop.run(DAY, "--customer", "C1").output
    assert "C1" in said
    for other in ("C2", "C8", "Bo", "secret", "CP5", "fault", "left out", "open work"):
        assert other not in said


def test_how_many_of_others_have_no_owner_is_not_told(shop: SmallShop) -> None:
    shop.write({"book.yaml": RULES.replace("to: adviser", "to: manager")})
    assert "nobody was found" in shop.run(DAY).output
    assert "nobody was found" not in shop.run(DAY, "--customer", "C1").output


def test_which_action_of_another_came_first_is_not_told(shop: SmallShop) -> None:
    told = shop.run(DAY, "--customer", "C1", "--format", "jsonl").stdout.splitlines()
    assert [(json.loads(each)["held_by"], json.loads(each)["winner"]) for each in told] == [
        ("capacity", None)
    ]


def test_all_of_it_is_told_of_the_day(shop: SmallShop) -> None:
    said = shop.run(DAY).output
    assert all(each in said for each in ("C2", "C8", "secret", "CP5"))
