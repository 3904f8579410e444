"""One bad cell of a workbook is a fault of its row or column, and the other rows are read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

import careplay as public
from careplay.reading.sheets import read_sheet
from shop_folder import DAY, careplay, plain_shop, replaced

ROWS = (
    ("customer_id", "name", "phone", "birthday", "consent_care", "owner"),
    ("1", "Ann", "07700900001", "1958-11-21", "true", "S2"),
    ("2", "Ben", "07700900002", "1985-03-08", "true", "S2"),
    ("3", "Cay", "07700900003", "1990-11-21", "true", "S2"),
    ("4", "Dot", "07700900004", "1991-11-21", "true", "S2"),
)
SHEET = "xl/worksheets/sheet1.xml"


def workbook(folder: Path) -> tuple[Path, openpyxl.Workbook]:
    """A shop that reads its customers from a workbook, which is to be saved there."""
    business = plain_shop(folder / "shop")
    replaced(business / "careplay.yaml", "data/customers.csv", "data/customers.xlsx")
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    return business, book


def run(business: Path) -> Result:
    told = careplay("run", business, "--date", DAY, "--dry-run", "--format", "csv")
    assert told.exit_code == 0, told.output
    return told


def told(business: Path, book: openpyxl.Workbook) -> list[str]:
    """What is told of the workbook's cells."""
    book.save(business / "data" / "customers.xlsx")
    return of_cells(run(business))


def of_cells(result: Result) -> list[str]:
    return [
        line.partition("customers.xlsx:")[2]
        for line in result.stderr.splitlines()
        if re.search(r"customers\.xlsx:\d", line)
    ]


def named(result: Result) -> set[str]:
    """The customers who get something."""
    rows = csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff")))
    return {row["customer_id"] for row in rows}


def edited(business: Path, book: openpyxl.Workbook, old: bytes, new: bytes) -> Result:
    """A run with the sheet of the workbook edited."""
    made = io.BytesIO()
    book.save(made)
    with (
        zipfile.ZipFile(made) as packed,
        zipfile.ZipFile(business / "data" / "customers.xlsx", "w") as out,
    ):
        for name in packed.namelist():
            part = packed.read(name)
            assert name != SHEET or old in part
            out.writestr(name, part.replace(old, new, 1) if name == SHEET else part)
    return run(business)


@pytest.mark.parametrize("formula", ["=DATE(1958,11,21)", '=TEXT("a","b")', "=A1&B1"])
def test_a_formula_without_its_value_is_told(formula: str, tmp_path: Path) -> None:
    business, book = workbook(tmp_path)
    book.active["D2"] = formula
    (line,) = told(business, book)
    assert line.startswith(f'2: CP532 column "birthday": "{formula}" is a formula without its')
    assert line.endswith("(the customer is kept without it)")


def test_a_formula_without_its_value_in_a_column_nobody_declared_is_not(tmp_path: Path) -> None:
    business, book = workbook(tmp_path)
    book.active["H1"], book.active["H2"] = "remark", "=1+1"
    assert told(business, book) == []


def test_a_key_that_is_a_formula_leaves_its_row_out_and_no_other(tmp_path: Path) -> None:
    business, book = workbook(tmp_path)
    book.active["A3"] = "=A2+1"
    lines = told(business, book)
    assert lines[0].startswith("3: CP5")
    assert any('3: CP532 column "customer_id": "=A2+1"' in line for line in lines)
    assert named(run(business)) >= {"1", "3"}


def test_a_formula_whose_value_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    business, book = workbook(tmp_path)
    book.active["C2"] = '=""'
    cell = b'<c r="C2"><f>""</f><v /></c>'
    stored = b'<c r="C2" t="str"><f>""</f><v></v></c>'
    assert of_cells(edited(business, book, cell, stored)) == []


@pytest.mark.parametrize(
    ("merged", "rows"), [("D2:D4", [3, 4]), ("D4:D5", [5]), ("C2:D2", [2])]
)
def test_cells_that_are_merged_are_told_but_for_the_first(
    merged: str, rows: list[int], tmp_path: Path
) -> None:
    business, book = workbook(tmp_path)
    book.active.merge_cells(merged)
    lines = told(business, book)
    assert [int(line.partition(":")[0]) for line in lines] == rows
    assert all("CP533" in line and "is shown by a cell that others" in line for line in lines)


def test_empty_cells_that_are_merged_are_empty(tmp_path: Path) -> None:
    business, book = workbook(tmp_path)
    for row in (2, 3, 4):
        book.active[f"D{row}"] = None
    book.active.merge_cells("D2:D4")
    assert told(business, book) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="A3"', b'r="A0"'),
        (b'r="B3"', b'r="1"'),
        (b'r="B3"', b'r="ZZZZ3"'),
        (b'r="C3" t="inlineStr"', b'r="C3" t="zz"'),
        (b'r="C3" t="inlineStr">', b'r="C3" t="s"><v>999</v>'),
        (b'r="C3" t="inlineStr">', b'r="C3" t="n"><v>x</v>'),
        (b'r="C3" t="inlineStr">', b'r="C3" t="b"><v>7</v>'),
    ],
)
def test_a_cell_that_cannot_be_read_leaves_its_row_out_and_no_other(
    old: bytes, new: bytes, tmp_path: Path
) -> None:
    business, book = workbook(tmp_path)
    result = edited(business, book, old, new)
    lines = of_cells(result)
    assert not lines or lines[0].startswith(("3: CP501 the row", "3: CP5"))
    assert named(result) >= {"1", "3", "4"}


def test_a_row_without_its_number_is_told(tmp_path: Path) -> None:
    business, book = workbook(tmp_path)
    (line,) = of_cells(edited(business, book, b'<row r="3"', b'<row r="0"'))
    assert line.startswith("3: CP501 the row")


@pytest.mark.parametrize("row", [3, 6])
def test_a_row_of_nothing_but_formulas_without_values_is_left_out_and_told(
    row: int, tmp_path: Path
) -> None:
    business, book = workbook(tmp_path)
    for column in "ABCDEF":
        book.active[f"{column}{row}"] = f"={column}2"
    (line,) = told(business, book)
    assert line.startswith(f"{row}: CP501 the row '=A2, =B2, =C2")
    assert "expected a value beside the formula" in line
    counted = public.run(business, date(2026, 11, 21), keep=False).counts
    assert (counted.customers, counted.customers_left_out) == (len(book.active["A"]) - 1, 1)


@pytest.mark.parametrize("rows", [(2, 3), (5, 6)])
def test_a_row_that_others_cover_is_left_out_and_told(
    rows: tuple[int, int], tmp_path: Path
) -> None:
    business, book = workbook(tmp_path)
    for column in "ABCDEF":
        book.active.merge_cells(f"{column}{rows[0]}:{column}{rows[1]}")
    (line,) = told(business, book)
    assert line.startswith(f"{rows[1]}: CP501 the row ")
    assert "expected a value of its own in each row" in line
    counted = public.run(business, date(2026, 11, 21), keep=False).counts
    assert counted.customers_left_out == 1


def test_a_row_that_nothing_is_read_of_and_shows_nothing_is_no_row(tmp_path: Path) -> None:
    business, book = workbook(tmp_path)
    book.active["H1"], book.active["H7"] = "remark", "=1+1"
    assert told(business, book) == []
    assert (
        public.run(business, date(2026, 11, 21), keep=False).counts.customers == len(ROWS) - 1
    )


def test_a_last_row_of_formulas_without_values_is_a_row_of_a_decision_table() -> None:
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in (("level", "gift"), ("gold", "tea"), ("=A2", "=B2")):
        book.active.append(row)
    book.save(made)
    (_, last) = read_sheet(made.getvalue(), "gifts.xlsx").rows
    assert last == (3, ("no stored value of =A2", "no stored value of =B2"))
