"""A run by both engines is one that fails where they say two things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alike import ALIKE
from careplay.engines import plain
from careplay.engines.base import Odd
from diary import Diary, rule, rules

DAY = "2026-06-01"
RUN = plain.run


@pytest.fixture
def shop(tmp_path: Path) -> Diary:
    found = Diary(tmp_path / "shop", rules(rule("hello", "{event: visit}")), engine=ALIKE)
    found.event(f"{DAY} 10:00", "visit")
    return found


def fewer(*told: Any) -> Any:
    outcome = RUN(*told)
    told[2].connection.execute("CREATE OR REPLACE TEMP VIEW few AS FROM whole_actions LIMIT 0")
    return replace(outcome, whole="few")


def counted(*told: Any) -> Any:
    return replace(RUN(*told), odd=(Odd("flow", "late", 1),))


def test_what_both_say_is_said_once(shop: Diary) -> None:
    assert [each["rule"] for each in shop.run(DAY)] == ["hello"]


@pytest.mark.parametrize("other", [fewer, counted])
def test_what_one_of_them_says_otherwise_is_a_failure(
    shop: Diary, other: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "run", other)
    with pytest.raises(AssertionError, match=DAY):
        shop.run(DAY)


def test_a_parameter_without_a_value_is_told_by_both(shop: Diary) -> None:
    values = "parameters: {n: {2026-07-01: 3}}\n"
    shop.playbook = values + rules(rule("later", "{after: visit, days: $n}"))
    found = shop.call(DAY)
    assert found.exit_code == 1
    assert "2026-07-01" in found.output
