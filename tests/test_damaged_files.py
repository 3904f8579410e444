"""Damaged files of data are told in one sentence: never as a fault of careplay itself.

A small shop's files are bent at random, drawn from the seed; ``CAREPLAY_EXAMPLES=2000`` bends
so many of each kind.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random

import openpyxl
import pytest
from click.testing import CliRunner, Result

from careplay.cli import main
from careplay.sources.connecting import connect
from examples import tried

ENDS = frozenset({0, 3, 4})
"""Run with what was left out, or told that the data, or the world, are at fault."""
Make = Callable[[Path, Path], None]


def as_parquet(table: Path, file: Path) -> None:
    connect().execute(f"COPY (FROM read_csv('{table}')) TO '{file}' (FORMAT parquet)")


def as_json_lines(table: Path, file: Path) -> None:
    connect().execute(f"COPY (FROM read_csv('{table}')) TO '{file}' (FORMAT json)")


def as_workbook(table: Path, file: Path) -> None:
    book = openpyxl.Workbook()
    for row in rows_of(table):
        book.active.append(row)
    book.save(file)


def as_sqlite(table: Path, file: Path) -> None:
    heading, *rows = rows_of(table)
    with closing(sqlite3.connect(file)) as kept:
        kept.execute(f"CREATE TABLE t ({', '.join(heading)})")
        kept.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(heading))})", rows)
        kept.commit()


def as_csv(table: Path, file: Path) -> None:
    file.write_bytes(table.read_bytes())


KINDS: Mapping[str, tuple[str, Make]] = {
    "xlsx": ("{}", as_workbook),
    "parquet": ("{}", as_parquet),
    "db": ("sqlite:{}#t", as_sqlite),
    "jsonl": ("{}", as_json_lines),
    "csv": ("{}", as_csv),
}


def rows_of(table: Path) -> list[list[str]]:
    with table.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def shop(folder: Path, kind: str) -> dict[Path, bytes]:
    """A new shop whose data are of that kind; each file as it should be."""
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    told = folder / "careplay.yaml"
    location, make = KINDS[kind]
    text, files = told.read_text(encoding="utf-8"), {}
    for name in ("customers", "events"):
        file = folder / "data" / f"bent_{name}.{kind}"
        make(folder / "data" / f"{name}.csv", file)
        text = text.replace(f"data/{name}.csv", location.format(f"data/{file.name}"))
        files[file] = file.read_bytes()
    told.write_text(text, encoding="utf-8")
    return files


def run(folder: Path) -> Result:
    return CliRunner().invoke(main, ["run", str(folder), "--date", "2026-11-21", "--dry-run"])


def bent(content: bytes, random: Random) -> bytes:
    """Cut off, overwritten, with a hole, with more in it, or with a part in another's place."""
    at, other = random.randrange(len(content)), random.randrange(len(content))
    return random.choice(
        (
            content[:at],
            content[:at] + random.randbytes(random.randint(1, 8)) + content[at + 4 :],
            content[:at] + content[at + random.randint(1, 50) :],
            content[:at] + random.randbytes(random.randint(1, 20)) + content[at:],
            content[:at] + content[other : other + 20] + content[at + 20 :],
        )
    )


def bent_within(content: bytes, random: Random) -> bytes:
    """A workbook one of whose parts is bent, or is away."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(made, "w") as out:
        names = [name for name in packed.namelist() if name.startswith("xl/")]
        chosen = random.choice(names)
        for name in packed.namelist():
            part = packed.read(name)
            if name != chosen:
                out.writestr(name, part)
            elif random.random() < 0.9:
                out.writestr(name, bent(part, random))
    return made.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_told(kind: str, tmp_path: Path, drawn: int) -> None:
    folder, random = tmp_path / "shop", Random(f"{kind} {drawn}")  # noqa: S311 - no secret
    files = shop(folder, kind)
    assert run(folder).exit_code == 0
    for _ in range(tried(60)):
        file = random.choice(list(files))
        bend = bent_within if kind == "xlsx" and random.random() < 0.7 else bent
        file.write_bytes(bend(files[file], random))
        told = run(folder)
        assert told.exit_code in ENDS, told.output
        assert isinstance(told.exception, SystemExit | None), told.output
        file.write_bytes(files[file])


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
