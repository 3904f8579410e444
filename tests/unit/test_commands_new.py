"""``careplay new``: a small business that works from its first day."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from careplay.starter import starter_files
from shop_folder import DAY, actions, careplay, rows, sentence


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_it_names_to_try_works_and_every_rule_has_something_to_do(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = careplay("new", "my shop", "--language", language)
    assert result.exit_code == 0
    first, *tried = result.stdout.splitlines()
    assert first == "wrote 6 files into my shop; now try"
    for line in tried:
        name, *arguments = shlex.split(line)
        assert name == "careplay"
        assert careplay(*arguments).exit_code == 0
    found = rows(actions(Path("my shop"), DAY))
    assert {row[7] for row in found} == {"birthday", "callback", "cold_season", "miss_you"}
    assert careplay("run", "my shop", "--date", DAY, "--strict").exit_code == 0


def test_it_speaks_chinese_unless_told_otherwise(tmp_path: Path) -> None:
    careplay("new", tmp_path / "shop")
    assert "街角小店" in (tmp_path / "shop" / "careplay.yaml").read_text(encoding="utf-8")


def test_an_empty_folder_may_be_there_already(tmp_path: Path) -> None:
    assert careplay("new", tmp_path).exit_code == 0
    assert careplay("check", tmp_path).exit_code == 0


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    said = sentence(careplay("new", tmp_path), 4)
    assert said == f'careplay: "{tmp_path}" is already there and not empty; name a new folder'
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "shop"
    file.touch()
    assert '"already there"' not in sentence(careplay("new", file), 4)
    assert "Not a directory" in sentence(careplay("new", file / "inside"), 4)


def test_a_language_nobody_wrote_is_wrong_usage(tmp_path: Path) -> None:
    result = careplay("new", tmp_path / "shop", "--language", "fr")
    assert result.exit_code == 2
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_the_starter_says_a_span_that_a_parameter_sets(language: str) -> None:
    """Whoever changes ``miss_days`` has nothing else to change."""
    lines = starter_files(language)["first_steps.yaml"].splitlines()
    told = [line for line in lines if re.match(r" *(- )?(title|call|message|reason):", line)]
    assert len(told) > 5
    assert [line for line in told if re.search("周|个月|天没|week|month|days ", line)] == []
