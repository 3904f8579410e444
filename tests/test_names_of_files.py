"""A name that no file can have is told like one that is not there, wherever it is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shop_folder import DAY, careplay, replaced, sentence, shop

HALF, NUL, LONG = "a\\ud800", "a\\0", "n" * 300
NAMES = (HALF, NUL, LONG, f"{HALF}/b", f"{NUL}/b", f"{LONG}/b", "/".join(["n" * 200] * 30))
"""As YAML writes them: half of a surrogate pair (CP007), a NUL, more than systems take."""
PLACES = ("{}.csv", "data/{}.csv", "{}/*.csv", "{}/**/*.csv", "data/*{}.csv", "sqlite:{}#t")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("table", ["customers", "events", "staff"])
def test_a_table_of_such_a_name_is_told_as_not_there(
    table: str, place: str, tmp_path: Path
) -> None:
    for number, name in enumerate(each for each in NAMES if HALF not in each):
        business = shop(tmp_path / f"shop{number}")
        written = f'"{place.format(name)}"'
        replaced(business / "careplay.yaml", f"data/{table}.csv", written)
        assert careplay("check", business).exit_code == 0
        sentence(careplay("run", business, "--date", DAY), 4)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_included_by_such_a_name_is_a_fault_with_its_place(
    name: str, tmp_path: Path
) -> None:
    business = shop(tmp_path / "shop")
    home = business / "careplay.yaml"
    home.write_text(f'{home.read_text(encoding="utf-8")}\ninclude: ["../{name}.yaml"]\n')
    told = careplay("check", business)
    assert told.exit_code == 1
    assert f"{home}:" in told.output
    assert "CP490 there is no file or folder" in told.output


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_of_such_a_name_is_a_fault_with_its_place(name: str, tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    playbook = business / "first_steps.yaml"
    tables = f'tables:\n  level: {{from: "{name}.csv", inputs: [owner], else: 1}}\n'
    playbook.write_text(f"{playbook.read_text(encoding='utf-8')}\n{tables}")
    told = careplay("check", business)
    assert told.exit_code == 1
    assert "CP404 there is no file" in told.output


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder whose name is bytes that are not UTF-8."""
    try:
        folder = tmp_path / os.fsdecode(b"a\x80")
        folder.mkdir()
    except (OSError, ValueError):
        pytest.skip("the system keeps no such names")
    return folder


@pytest.mark.parametrize("option", ["--customers", "--events", "--out", "--temp", "--save"])
def test_a_name_that_is_no_utf8_is_told_of_an_option(
    option: str, odd: Path, tmp_path: Path
) -> None:
    business = shop(tmp_path / "shop")
    (odd / "kept").mkdir()
    for name in ("customers", "events"):
        (odd / f"{name}.csv").write_bytes((business / "data" / f"{name}.csv").read_bytes())
    given = {"--out": "kept", "--temp": "kept", "--save": "kept/a.parquet"}
    file = odd / given.get(option, f"{option[2:]}.csv")
    line = sentence(careplay("run", business, "--date", DAY, option, file), 4)
    assert "its name is no text in UTF-8; choose another name" in line


def test_a_name_that_is_no_utf8_is_told_of_a_business(odd: Path) -> None:
    business = shop(odd / "shop")
    assert careplay("check", business).exit_code == 0
    for command in ("run", "plan"):
        line = sentence(careplay(command, business, "--date", DAY), 4)
        assert "its name is no text in UTF-8; choose another name" in line
