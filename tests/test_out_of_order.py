"""In whatever order days are run, and however often: nothing is lost, and nothing is twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from alike import ENGINES
from diary import Diary, rule, rules
from older import without_manifests

TASK = "{task: 'Do it', to: adviser, due: within 9 days}"
MEASURES = "measures: {purchases: {count: purchase}}\n"
BOOK = MEASURES + rules(
    rule("after", "{after: visit, days: 1}", TASK, catch_up="all"),
    rule("latest", "{after: visit, days: 1}", TASK, catch_up="latest"),
    rule("seen", "{event: visit}", TASK),
    rule("first", "{crosses: purchases, reaches: 1}", TASK, catch_up="all"),
)
ONCE = ["after", "first", "latest", "seen"]


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    found = Diary(tmp_path / "shop", BOOK, engine=engine)
    found.event("2026-06-01 09:00", "visit")
    found.event("2026-06-02 09:00", "purchase", amount="5")
    return found


def kept(shop: Diary) -> list[str]:
    """The rules of what the kept days tell."""
    files = shop.folder / ".careplay/actions/shop/date=*/actions.parquet"
    query = f"SELECT rule FROM read_parquet('{files}') WHERE status = 'due' ORDER BY rule"
    with duckdb.connect() as connection:
        return [name for (name,) in connection.execute(query).fetchall()]


def run(shop: Diary, days: Sequence[int]) -> None:
    for day in days:
        shop.run(f"2026-06-{day:02}")


def test_a_day_that_told_for_another_tells_it_again(shop: Diary) -> None:
    run(shop, [1, 3])
    first = shop.kept("2026-06-03").read_bytes()
    report = shop.kept("2026-06-03", "run.json").read_bytes()
    run(shop, [2])
    assert kept(shop) == ONCE
    run(shop, [3])
    assert shop.kept("2026-06-03").read_bytes() == first
    assert shop.kept("2026-06-03", "run.json").read_bytes() == report
    run(shop, [2, 3, 2, 1, 3])
    assert kept(shop) == ONCE
    assert shop.kept("2026-06-03").read_bytes() == first


ORDERS = [
    [1, 4, 2, 4, 3, 4],
    [1, 4, 3, 2, 4, 3],
    [1, 5, 3, 4, 2, 5, 4, 3, 2, 1],
    [1, 3, 4, 2, 4, 3, 4],
    *([1, *each, *each] for each in permutations([2, 3, 4])),
]


@pytest.mark.one_in(2)
@pytest.mark.parametrize("days", ORDERS, ids=str)
def test_every_order_tells_each_once(shop: Diary, days: list[int]) -> None:
    for number, day in enumerate(days):
        run(shop, [day])
        if max(days[: number + 1]) > 2:
            assert kept(shop) == ONCE, days[: number + 1]


def test_what_is_typed_in_meanwhile_is_told_once(shop: Diary) -> None:
    run(shop, [1, 4])
    shop.event("2026-06-02 19:00", "visit")
    run(shop, [2])
    assert kept(shop) == sorted([*ONCE, "seen"])
    run(shop, [4, 3, 4, 2, 4])
    assert kept(shop) == sorted([*ONCE, "seen", "after", "latest"])


def test_a_mode_that_a_day_between_found_lasts_on_when_the_later_one_is_run_again(
    shop: Diary,
) -> None:
    shop.playbook = """
measures: {visits_today: {count: visit, within: 0 days}}
limits:
  modes: {calm: {if: {visits_today: at least 1}, hold: [sales], for: 3 days}}
""" + rules(
        rule("offer", "{event: purchase}", "{message: Hello, to: adviser, category: sales}")
    )
    shop.happened.clear()
    shop.event("2026-06-02 09:00", "visit")
    shop.event("2026-06-03 09:00", "purchase", amount="5")
    run(shop, [1])
    assert [each["status"] for each in shop.run("2026-06-03")] == ["due"]
    run(shop, [2])
    assert [each["held_by"] for each in shop.run("2026-06-03")] == ["mode calm"]


def test_a_day_after_one_that_an_older_careplay_kept_looks_back_as_far_again(
    shop: Diary,
) -> None:
    run(shop, [1])
    report = shop.kept("2026-06-01", "run.json")
    without_manifests(report.parent)
    report.write_text(json.dumps({"business": "shop", "date": "2026-06-01"}), "utf-8")
    without_manifests(shop.folder)
    run(shop, [3])
    first = shop.kept("2026-06-03").read_bytes()
    run(shop, [2, 3])
    assert shop.kept("2026-06-03").read_bytes() == first
    assert kept(shop) == ONCE
