"""``--date today`` is today where the business is, and not where the machine is."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

import docs_shop
from careplay.commands import options
from shop_folder import careplay

HOME = """careplay: 1
name: Shop
language: en
timezone: {zone}
customers: {{from: c.csv, key: id, facts: {{name: text}}}}
events: {{from: e.csv, types: {{visit: {{}}}}}}
staff: {{from: s.csv}}
roles: {{adviser: {{}}}}
"""
FILES = {
    "all.yaml": "rules:\n  - {id: all, title: row, when: {every: day},"
    " do: [{task: 'on {today}', to: adviser}]}\n",
    "c.csv": "id,name\n1,Ann\n",
    "e.csv": "customer_id,type,at\n",
    "s.csv": "id,name,role\nE1,Eve,adviser\n",
}


class Clock:
    """Half past eight in the evening of 21 November in London: the 22nd in Shanghai."""

    @staticmethod
    def now(_: tzinfo | None = None) -> datetime:
        return datetime(2026, 11, 21, 20, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "datetime", Clock)


def shop(folder: Path, zone: str) -> Path:
    return docs_shop.write(folder, {"careplay.yaml": HOME.format(zone=zone), **FILES})


@pytest.mark.parametrize(
    ("word", "zone", "day"),
    [
        ("today", "Europe/London", "2026-11-21"),
        ("tomorrow", "Europe/London", "2026-11-22"),
        ("今天", "Asia/Shanghai", "2026-11-22"),
        ("明天", "Asia/Shanghai", "2026-11-23"),
        ("today", "America/New_York", "2026-11-21"),
    ],
)
def test_the_word_goes_by_the_business(word: str, zone: str, day: str, tmp_path: Path) -> None:
    told = careplay("run", shop(tmp_path, zone), "--date", word, "--dry-run")
    assert told.exit_code == 0, told.output
    assert day in told.stdout.splitlines()[0]


def test_where_days_differ_none_is_taken(tmp_path: Path) -> None:
    shop(tmp_path / "one", "Europe/London")
    shop(tmp_path / "two", "Asia/Shanghai")
    told = careplay("run", tmp_path, "--date", "today", "--dry-run")
    assert told.exit_code == 2
    assert "not the same day everywhere" in told.stderr


def test_every_command_with_a_date_takes_the_word(tmp_path: Path) -> None:
    business = shop(tmp_path, "Asia/Shanghai")
    for command in ("plan", "open", "tables", "cases"):
        told = careplay(command, business, "--date", "today")
        assert told.exit_code == 0, told.output


def test_a_word_of_a_clock_that_jumped_keeps_no_day(tmp_path: Path) -> None:
    business = shop(tmp_path, "Asia/Shanghai")
    assert careplay("run", business, "--date", "2026-12-01").exit_code == 0
    told = careplay("run", business, "--date", "today")
    assert told.exit_code != 0
    assert not (business / ".careplay" / "actions" / business.name / "date=2026-11-22").exists()


def test_another_word_is_no_date(tmp_path: Path) -> None:
    told = careplay("run", shop(tmp_path, "Asia/Shanghai"), "--date", "soon")
    assert told.exit_code == 2
    assert '"soon" is no date' in told.stderr


def test_a_folder_that_is_not_there_is_told_as_ever(tmp_path: Path) -> None:
    told = careplay("run", tmp_path / "nowhere", "--date", "today")
    assert told.exit_code in {4, 5}
    assert "careplay itself" not in told.stderr
