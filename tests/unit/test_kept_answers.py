"""Answers are kept for as long as nothing changes that they follow from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kept_answers
from kept_answers import GROUND, ROOT, ground, keep, kept

UNTOUCHED = ("engine/careplay/planning", "engine/careplay/engines/sql")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """All that answers follow from, elsewhere, with what they do not."""
    for each in (*GROUND, *UNTOUCHED, "pyproject.toml"):
        top, to = ROOT / each, tmp_path / each
        to.parent.mkdir(parents=True, exist_ok=True)
        if top.is_file():
            shutil.copyfile(top, to)
        else:
            leave = shutil.ignore_patterns("__pycache__", ".careplay")
            shutil.copytree(top, to, ignore=leave, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        "engine/careplay/engines/plain/run.py",
        "engine/careplay/calendars/lunar.py",
        "engine/careplay/meaning/truth.py",
        "engine/careplay/sources/loading.py",
        "playbooks/hotel/careplay.yaml",
        "playbooks/hotel/data/events.csv",
        "schemas/playbook.schema.json",
        "tests/outcomes.py",
    ],
)
def test_answers_rest_on_plain_and_all_it_is_given(changed: str, copied: Path) -> None:
    before = ground(copied)
    with (copied / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert ground(copied) != before


def test_a_new_file_is_part_of_the_ground(copied: Path) -> None:
    before = ground(copied)
    (copied / "engine/careplay/calendars/moon.py").touch()
    assert ground(copied) != before


def test_plans_and_the_engines_that_plain_proves_are_no_part_of_it(copied: Path) -> None:
    before = ground(copied)
    for file in ("engine/careplay/planning/days.py", "engine/careplay/engines/sql/build.py"):
        (copied / file).write_text("", encoding="utf-8")
    assert ground(copied) == before


def test_the_versions_of_packages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ground()
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0")
    assert ground() != before


def test_what_is_kept_is_told_again_while_the_ground_is_the_same(tmp_path: Path) -> None:
    keep("shop", {"2026-01-01": "a"}, tmp_path)
    keep("shop", {"2026-01-02": "b"}, tmp_path)
    assert kept("shop", tmp_path) == {"2026-01-01": "a", "2026-01-02": "b"}


def test_what_was_kept_on_another_ground_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("shop", {"2026-01-01": "a"}, tmp_path)
    monkeypatch.setattr(kept_answers, "_ground", lambda: "another")
    assert kept("shop", tmp_path) == {}
    keep("shop", {"2026-01-02": "b"}, tmp_path)
    assert kept("shop", tmp_path) == {"2026-01-02": "b"}


def test_nothing_is_kept_of_a_business_without_a_file(tmp_path: Path) -> None:
    assert kept("shop", tmp_path) == {}
