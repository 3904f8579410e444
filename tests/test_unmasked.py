"""Who sees what is personal says who he is and why, and that is written down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alike import called
from shop_folder import DAY, shop

WHO = ("--unmasked", "--by", "Ann Lee", "--reason", "calls of the day")


def log(folder: Path) -> list[dict[str, Any]]:
    text = (folder / ".careplay/actions/shop/audit.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def run(folder: Path, *more: object) -> str:
    found = called(("run", folder, "--date", DAY, *more))
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_what_is_personal_is_shown_whole_and_written_down(form: str, tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    masked, whole = run(folder, "--format", form), run(folder, "--format", form, *WHO)
    assert "**" in masked
    assert "**" not in whole
    (entry,) = log(folder)
    assert entry["by"] == "Ann Lee"
    assert entry["reason"] == "calls of the day"
    assert entry["date"] == DAY
    assert entry["customers"] > 0
    assert entry["values"] >= entry["customers"]


def test_of_several_days_it_says_from_which_on(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    until = "2026-11-23"
    run(folder, "--until", until, "--format", "csv", *WHO)
    (entry,) = log(folder)
    assert (entry["since"], entry["date"]) == (DAY, until)


@pytest.mark.parametrize("option", [("--dry-run",), ("--customer", "1")])
def test_it_is_written_down_though_no_day_is_kept(
    option: tuple[str, ...], tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop")
    run(folder, *option, *WHO)
    assert len(log(folder)) == 1


def test_the_same_bytes_are_kept(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    run(folder)
    home = folder / ".careplay/actions/shop"
    before = {each.name: each.read_bytes() for each in (home / f"date={DAY}").iterdir()}
    run(folder, *WHO)
    assert {each.name: each.read_bytes() for each in (home / f"date={DAY}").iterdir()} == before


@pytest.mark.parametrize(
    "given", [(), ("--by", "Ann"), ("--reason", "calls"), ("--by", " ", "--reason", "calls")]
)
def test_without_a_name_and_a_reason_nothing_is_shown(
    given: tuple[str, ...], tmp_path: Path
) -> None:
    found = called(("run", shop(tmp_path / "shop"), "--date", DAY, "--unmasked", *given))
    assert found.exit_code == 2
    assert "say who asks and why" in found.output


def test_a_name_without_unmasked_is_wrong_usage(tmp_path: Path) -> None:
    found = called(("run", shop(tmp_path / "shop"), "--date", DAY, "--by", "Ann"))
    assert found.exit_code == 2


def test_history_verifies_the_log(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    run(folder, *WHO)
    run(folder, *WHO)
    found = called(("history", folder, "--verify"))
    assert found.exit_code == 0
    assert "shown unmasked: 2 times" in found.output
    file = folder / ".careplay/actions/shop/audit.jsonl"
    file.write_text(file.read_text("utf-8").replace("Ann", "Bob", 1), "utf-8")
    found = called(("history", folder, "--verify"))
    assert found.exit_code == 4
    assert "before line 2 a line was changed or is missing" in found.output
    refused = called(("run", folder, "--date", DAY, *WHO))
    assert refused.exit_code == 4
    assert "nothing is shown unmasked" in refused.output
