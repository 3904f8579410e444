"""Damaged files of data are told in one sentence: never as a fault of careplay itself.

A small shop's files of every kind are bent at random, drawn from the seed;
``CAREPLAY_EXAMPLES=2000`` before ``pytest`` bends so many.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from careplay.cli import main
from damaging import shop
from examples import tried
from mutants import Proof


def run(folder: Path) -> Result:
    return CliRunner().invoke(main, ["run", str(folder), "--date", "2026-11-21", "--dry-run"])


def test_a_damaged_file_is_told(tmp_path: Path, drawn: int) -> None:
    proof = Proof(tmp_path, drawn)
    proof.files(tried(300))
    assert proof.broken == []


def test_a_moment_that_the_file_s_own_statistics_do_not_tell_of_is_told(tmp_path: Path) -> None:
    """What a Parquet file says of itself is believed until a row shows otherwise."""
    files = shop(tmp_path / "shop", "parquet")
    file = next(each for each in files if "events" in each.name)
    table = pq.read_table(file)
    at = table.schema.get_field_index("at")
    moments = table.column("at").cast(pa.timestamp("us"))
    pq.write_table(
        table.set_column(at, "at", moments), file, use_dictionary=False, compression="NONE"
    )
    held = file.read_bytes()
    # One that is neither the first nor the last stands in no statistics.
    once = sorted(moment.value for moment in moments)[1].to_bytes(8, "little")
    assert held.count(once) == 1
    file.write_bytes(held.replace(once, (2**61).to_bytes(8, "little")))
    told = run(tmp_path / "shop")
    assert told.exit_code == 3, told.output
    assert "holds moments that its own statistics do not tell of" in told.output


@pytest.mark.parametrize(
    ("cell", "asked"), [("XFD1048576", "17,179,869,184"), ("A5000001", ""), ("ZZ20000", "")]
)
def test_a_far_cell_is_told_before_room_is_made_for_it(
    cell: str, asked: str, tmp_path: Path
) -> None:
    files = shop(tmp_path / "shop", "xlsx")
    file = next(iter(files))
    with zipfile.ZipFile(io.BytesIO(files[file])) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    (sheet,) = (name for name in parts if "worksheets/sheet" in name)
    far = f'<row r="9"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far.encode())
    with zipfile.ZipFile(file, "w") as out:
        for name, part in parts.items():
            out.writestr(name, part)
    told = run(tmp_path / "shop")
    assert told.exit_code == 3
    assert f"{file} reaches to {cell} and asks for {asked}" in told.output
    assert "delete the rows and columns after the table" in told.output


def test_a_cell_far_to_the_right_of_many_rows_asks_for_all_of_them(tmp_path: Path) -> None:
    from careplay.reading.workbooks import WorkbookError, open_sheet  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(3000):
        sheet.append([number] if number else [*[None] * 16383, 1])
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(WorkbookError, match="reaches to XFD1 and asks for 49,152,000 cells"):
        open_sheet(str(tmp_path / "far.xlsx"), "")


def test_a_workbook_that_is_large_and_full_is_read(tmp_path: Path) -> None:
    """The farthest cell may be far, if the way there is not empty."""
    from careplay.reading.workbooks import open_sheet  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(2000):
        sheet.append([number] * 60)
    book.save(tmp_path / "wide.xlsx")
    opened = open_sheet(str(tmp_path / "wide.xlsx"), "")
    assert [len(row) for row in opened.sheet.iter_rows()] == [60] * 2000
