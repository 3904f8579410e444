"""What is too large is told before it is read, with the limit and the option that raises it."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from careplay.bounds import Bounds
from shop_folder import DAY, careplay, replaced, sentence, shop

DRY = ("--date", DAY, "--dry-run")
ROW = "{},Ann,13800000000,1985-02-28,true,S2\n"
MB = 1 << 20


def customers(folder: Path, rows: str) -> Path:
    """A shop whose customers are these rows."""
    business = shop(folder / "shop")
    file = business / "data" / "customers.csv"
    heading, _, _ = file.read_text(encoding="utf-8").partition("\n")
    file.write_text(f"{heading}\n{rows}", encoding="utf-8")
    return business


def a_pipe(file: Path) -> None:
    os.mkfifo(file)


def a_device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def a_folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize("name", ["careplay.yaml", "more.yaml", "team.test.yaml"])
@pytest.mark.parametrize("make", [a_pipe, a_device])
def test_a_playbook_that_never_ends_is_told(
    name: str, make: Callable[[Path], None], tmp_path: Path
) -> None:
    business = shop(tmp_path / "shop")
    (business / name).unlink(missing_ok=True)
    make(business / name)
    if name.endswith(".test.yaml"):
        (business.parent / "practices.yaml").write_text("practices: []\n", encoding="utf-8")
        told = careplay("practices", business.parent)
    else:
        told = careplay("check", business)
    assert told.exit_code in {1, 4}
    assert f'cannot read "{business / name}": it is a pipe, a device' in told.output
    assert "may this user" not in told.output


def test_a_playbook_of_3_gb_is_told_and_not_read(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    with (business / "large.yaml").open("wb") as large:
        large.truncate(3_000_000_000)
    told = careplay("check", business)
    assert told.exit_code == 1
    assert (
        "large.yaml:1:1: CP008 this file is 3,000.0 MB, and a playbook may be 1 MB"
        in told.output
    )
    assert "--max-yaml raises the limit" in told.output


def test_the_limit_of_playbooks_is_raised(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    with (business / "first_steps.yaml").open("a", encoding="utf-8") as book:
        book.write("# a long remark\n" * 100_000)
    assert careplay("check", business).exit_code == 1
    assert careplay("check", business, "--max-yaml", 2).exit_code == 0


def test_a_line_that_is_too_long_is_a_fault_of_its_row(tmp_path: Path) -> None:
    rows = ROW.format(1) + f"2,{'x' * (2 * MB)},,,,\n" + ROW.format(3)
    business = customers(tmp_path, rows)
    told = careplay("run", business, *DRY, "--max-cell", 1)
    assert told.exit_code == 0
    (line,) = (each for each in told.output.splitlines() if "customers.csv:3: CP501" in each)
    assert "the row '**' cannot be read; expected a line of at most 1 MB, which" in line
    assert "customers.csv:3:" not in careplay("run", business, *DRY, "--max-cell", 3).output


def test_a_cell_that_is_too_long_over_many_lines_is_told_with_both_ways_out(
    tmp_path: Path,
) -> None:
    lines = "x" * 1000 + "\n"
    business = customers(tmp_path, f'1,"{lines * 2000}",,,,\n')
    line = sentence(careplay("run", business, *DRY, "--max-cell", 1), 3)
    assert "customers.csv:2: CP501 a cell that begins in line 2 has more than 1 MB" in line
    assert "--max-cell raises the limit" in line


def test_a_line_of_json_that_is_too_long_is_a_fault_of_its_row(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    replaced(business / "careplay.yaml", "data/customers.csv", "data/customers.jsonl")
    row = {"customer_id": "1", "name": "Ann", "phone": "1", "birthday": None}
    row |= {"consent_care": "yes", "owner": "S2"}
    lines = [
        row,
        row | {"customer_id": "2", "name": "x" * (2 * MB)},
        row | {"customer_id": "3"},
    ]
    text = "\n".join(map(json.dumps, lines))
    (business / "data" / "customers.jsonl").write_text(text, encoding="utf-8")
    told = careplay("run", business, *DRY, "--max-cell", 1)
    assert told.exit_code == 0, told.output
    assert (
        "customers.jsonl:2: CP501 the row cannot be read; expected a line of at most"
        in told.output
    )


def packed(file: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts.items():
            out.writestr(name, part)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "x.bin"])
def test_a_workbook_that_unpacks_to_next_to_nothing_is_told(part: str, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    business = shop(tmp_path / "shop")
    replaced(business / "careplay.yaml", "data/customers.csv", "data/customers.xlsx")
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    packed(business / "data" / "customers.xlsx", parts | {part: b" " * 60_000_000})
    line = sentence(careplay("run", business, *DRY), 3)
    assert "holds a part of 60 MB that was shrunk" in line
    assert "--max-part" in line


def test_a_part_of_a_workbook_has_a_limit(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    business = shop(tmp_path / "shop")
    replaced(business / "careplay.yaml", "data/customers.csv", "data/customers.xlsx")
    book = openpyxl.Workbook()
    book.active.append(["customer_id"])
    for number in range(20_000):
        book.active.append([number] * 5)
    book.save(business / "data" / "customers.xlsx")
    line = sentence(careplay("run", business, *DRY, "--max-part", 1), 3)
    assert "holds more than 1 MB in one part" in line


def test_links_that_lead_around_are_told(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    for name in ("a", "b"):
        (business / "data" / name).symlink_to(business / "data")
    for pattern in ("data", "data/**/customers.csv"):
        home = business / "careplay.yaml"
        text = home.read_text(encoding="utf-8")
        home.write_text(text.replace("data/customers.csv", pattern), encoding="utf-8")
        line = sentence(careplay("run", business, *DRY), 4)
        assert "leads around to" in line
        home.write_text(text, encoding="utf-8")


def test_too_many_files_are_told(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    replaced(business / "careplay.yaml", "data/customers.csv", "data/**/customers.csv")
    for number in range(30):
        (business / "data" / str(number)).mkdir()
    line = sentence(careplay("run", business, *DRY, "--max-files", 20), 4)
    assert "holds more than 20 files and folders; --max-files raises" in line
    assert careplay("run", business, *DRY, "--max-files", 40).exit_code == 0


def test_every_limit_has_an_option_and_stands_in_the_manual() -> None:
    page = (Path(__file__).parents[1] / "docs" / "running.md").read_text(encoding="utf-8")
    names = [name for name in Bounds.__dataclass_fields__ if name.startswith("max_")]
    options = careplay("run", "--help").output
    for name in names:
        option = f"--{name.replace('_', '-')}"
        assert option in options
        assert f"`{option}" in page
        assert f"{getattr(Bounds(), name):,}" in page
