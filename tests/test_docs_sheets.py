"""docs/sheets.md is true: its examples run, and every option is on the page."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import docs_pages
import hotel_days
from careplay.commands.sheets import sheets as sheets_command
from docs_pages import codes
from docs_shop import write
from shop_folder import careplay

PAGE = "sheets.md"
BLOCKS = docs_pages.blocks(PAGE)
YAML = next(each for each in BLOCKS if "    reservation: {ref" in each.text)
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


@pytest.mark.parametrize("told", ["cards", "coming days"])
def test_the_list_of_a_person_is_the_one_on_the_page(
    told: str, shop: Path, golden: Callable[[Path, str], None]
) -> None:
    assert shop.is_dir()
    cards = next(each for each in BLOCKS if each.told == f"the {told} of S2")
    command = BLOCKS[BLOCKS.index(cards) - 1].text.removeprefix("$ careplay ")
    found = careplay(*shlex.split(command))
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, cards, found.stdout))


def test_the_sheet_is_the_one_on_the_page(
    shop: Path, golden: Callable[[Path, str], None]
) -> None:
    command = BLOCKS[BLOCKS.index(SHEET) - 1].text.removeprefix("$ careplay ")
    told = careplay(*shlex.split(command)).stdout
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, SHEET, told))
    assert {each.name for each in (shop / "sheets").iterdir()} == {
        line.removeprefix("sheets/") for line in BLOCKS[0].text.splitlines() if ".html" in line
    }


@pytest.fixture
def hotel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hotel of the page on receptions with the guests of this one, and its days."""
    monkeypatch.chdir(tmp_path)
    home, (taboo, booked) = hotel_days.yaml_of("careplay:"), YAML.text.splitlines()
    room = "    reservation: {ref: text, arrival: date, departure: date, room: text}"
    level = "    vip_level: {type: choice"
    assert room in home
    assert level in home
    home = home.replace(room, booked).replace(level, f"{taboo}\n{level}")
    files = {each.told: each.text for each in BLOCKS if each.told.startswith("data/")}
    made = {"careplay.yaml": home, "vip.yaml": hotel_days.yaml_of("lists:"), **files}
    write(tmp_path / "my_hotel", made)
    return tmp_path


@pytest.mark.parametrize("told", ["arrivals", "rooms of housekeeping", "rooms of everybody"])
def test_a_list_of_stays_is_the_one_on_the_page(
    told: str, hotel: Path, golden: Callable[[Path, str], None]
) -> None:
    listed = next(each for each in BLOCKS if each.told == f"the {told}")
    days = next(each for each in BLOCKS if "run my_hotel" in each.text).text.splitlines()
    runs = [line for line in days if "--of" not in line]
    asked = (*runs, BLOCKS[BLOCKS.index(listed) - 1].text.splitlines()[-1])
    found = [careplay(*shlex.split(each.removeprefix("$ careplay "))) for each in asked]
    assert [each.exit_code for each in found] == [0] * len(asked)
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, listed, found[-1].stdout))


def test_every_option_is_on_the_page_and_no_other() -> None:
    options = {flag for each in sheets_command.params for flag in each.opts if "--" in flag}
    rows = [row for each in docs_pages.tables(PAGE) for row in each.rows]
    cells = [code.split() for row in rows for code in codes(row[0]) if code.startswith("--")]
    told = {word for words in cells for word in words if word.startswith("--")}
    assert told <= options
    assert options - told <= {
        *("--temp", "--max-yaml", "--max-cell", "--max-cells", "--max-part", "--max-files"),
    }
