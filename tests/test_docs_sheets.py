"""docs/sheets.md is true: its examples run, and every option is on the page."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import docs_pages
from careplay.commands.sheets import sheets as sheets_command
from docs_pages import codes
from shop_folder import careplay

PAGE = "sheets.md"
BLOCKS = docs_pages.blocks(PAGE)
SHEET = next(each for each in BLOCKS if each.told == "the sheet of S2")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the page's first commands were given, and answered as it shows."""
    monkeypatch.chdir(tmp_path)
    lines = BLOCKS[0].text.splitlines()
    asked = [line for line in lines if line.startswith("$ ")]
    found = [careplay(*shlex.split(line.removeprefix("$ careplay "))) for line in asked]
    assert [each.exit_code for each in found] == [0] * len(asked)
    assert found[-1].stdout.splitlines() == [line for line in lines if line not in asked]
    return tmp_path


def test_the_sheet_is_the_one_on_the_page(
    shop: Path, golden: Callable[[Path, str], None]
) -> None:
    command = BLOCKS[BLOCKS.index(SHEET) - 1].text.removeprefix("$ careplay ")
    told = careplay(*shlex.split(command)).stdout
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, SHEET, told))
    assert {each.name for each in (shop / "sheets").iterdir()} == {
        line.removeprefix("sheets/") for line in BLOCKS[0].text.splitlines() if ".html" in line
    }


def test_every_option_is_on_the_page_and_no_other() -> None:
    options = {flag for each in sheets_command.params for flag in each.opts if "--" in flag}
    rows = [row for each in docs_pages.tables(PAGE) for row in each.rows]
    cells = [code.split() for row in rows for code in codes(row[0]) if code.startswith("--")]
    told = {word for words in cells for word in words if word.startswith("--")}
    assert told <= options
    assert options - told <= {
        *("--temp", "--max-yaml", "--max-cell", "--max-cells", "--max-part", "--max-files"),
    }
