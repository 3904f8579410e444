"""An absence is noticed by how long it has lasted, on whatever day a run comes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import ENGINES
from diary import Diary, rule, rules

WHEN = "{absent: visit, days: 2, again: 3 days}"


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    book = rules(rule("miss_you", WHEN, catch_up="all"))
    engine: str = request.param
    made = Diary(tmp_path / "shop", book, engine=engine)
    made.event("2026-06-01 10:00", "visit")
    return made


@pytest.mark.parametrize("days", [("01", "02", "03", "06", "10"), ("01", "10")])
def test_what_is_caught_up_with_is_known_as_on_its_day(
    shop: Diary, days: tuple[str, ...]
) -> None:
    told = [each for day in days for each in shop.run(f"2026-06-{day}")]
    assert sorted(each["occasion"] for each in told) == [
        "visit:2026-06-01+2", "visit:2026-06-01+5", "visit:2026-06-01+8"
    ]  # fmt: skip
