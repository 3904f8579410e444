"""``careplay check --history``: the rules by which nobody was told anything in a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import careplay as public
import docs_pages
from shop_folder import careplay, replaced, shop

LAST = "2026-11-20"
QUIET = ("check", "mine", "--history", "29d", "--date", LAST)


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter's shop, beside which we stand."""
    monkeypatch.chdir(tmp_path)
    return shop(Path("mine"))


def quiet(found: str) -> list[str]:
    return [line for line in found.splitlines() if "CP316" in line]


def test_a_rule_that_told_nobody_anything_is_advice(mine: Path) -> None:
    found = careplay(*QUIET)
    assert found.exit_code == 0
    (shown,) = (
        each.text.strip() for each in docs_pages.blocks("checking.md") if "CP316" in each.text
    )
    assert shown.replace("my_shop/", "mine/") in quiet(found.stdout)
    assert not any('"callback"' in each for each in quiet(found.stdout))


def test_it_is_told_where_asked_alone_and_an_allowance_of_it_is_never_idle(mine: Path) -> None:
    playbook = mine / "first_steps.yaml"
    replaced(playbook, "- id: cold_season", "- id: cold_season  # allow CP316: seldom")
    assert careplay("check", mine).stdout.startswith("no faults")
    assert not any("cold_season" in each for each in quiet(careplay(*QUIET).stdout))


def test_a_rule_that_is_not_valid_yet_is_not_told(mine: Path) -> None:
    titled = "title: Wrap up warm\n"
    replaced(mine / "first_steps.yaml", titled, f"{titled}    valid: {{from: 2026-11-21}}\n")
    assert not any("cold_season" in each for each in quiet(careplay(*QUIET).stdout))


def test_data_that_cannot_be_read_are_told_and_end_as_a_run_does(mine: Path) -> None:
    (mine / "data" / "events.csv").unlink()
    found = careplay(*QUIET)
    assert found.exit_code == 4
    assert "events.csv" in found.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [("1 week", '"1 week" is no time; write 1y, 6m or 30d'), ("0d", '"0d" is no time')],
)
def test_a_time_that_cannot_be_meant_is_wrong_usage(asked: str, said: str, mine: Path) -> None:
    found = careplay("check", mine, "--history", asked)
    assert (found.exit_code, said in found.stderr) == (2, True)


def test_a_year_ends_with_its_day(mine: Path) -> None:
    told = public.checked(mine, history="1m", until=date(2026, 11, 20))
    messages = [each.diagnostic.message for each in told.findings]
    assert any("from 2026-10-21 to 2026-11-20" in each for each in messages)
