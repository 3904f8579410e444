"""Each fault of the data is kept with whose row it is of, whatever kind of file it is in."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pytest

from small_shop import small_shop

HOME = """
careplay: 1
name: Shop
language: en
customers: {{from: "{customers}", key: id, facts: {{name: text, age: integer}}}}
events: {{from: "{events}", types: {{visit: {{score: integer}}}}}}
staff: {{from: data/staff.csv}}
roles: {{adviser: {{}}}}
"""
BOOK = """
rules:
  - {id: hello, title: Hello, when: {event: visit}, do: [{task: Say hello, to: adviser}]}
"""
Cells = tuple[str | None, ...]
CUSTOMERS: tuple[Cells, ...] = (
    ("id", "name", "age"),
    ("A1", "Ann", "33"),
    ("A2", "Bo", "many"),
    ("A3", "Cy", None),
    ("A4", "Di", "old"),
)
EVENTS: tuple[Cells, ...] = (
    ("customer_id", "type", "at", "score"),
    ("A1", "visit", "2026-06-01 10:00", "5"),
    ("A3", "visit", "2026-06-01 11:00", "good"),
    ("A4", "visits", "2026-06-01 12:00", None),
    ("Z9", "visit", "2026-06-01 13:00", "bad"),
)
WHOSE = {
    ("age", "many", "A2"),
    ("age", "old", "A4"),
    ("score", "good", "A3"),
    ("type", "visits", "A4"),
    ("customer_id", "Z9", "Z9"),
    ("score", "bad", "Z9"),
}


def as_csv(file: Path, rows: tuple[Cells, ...], between: str = "", code: str = "utf-8") -> str:
    lines = (",".join(cell or "" for cell in row) for row in rows)
    file.with_suffix(".csv").write_text(f"\n{between}".join(lines) + "\n", code)
    return f"data/{file.name}.csv"


def as_csv_with_blank_lines(file: Path, rows: tuple[Cells, ...]) -> str:
    return as_csv(file, rows, "\n\n")


def as_csv_of_another_encoding(file: Path, rows: tuple[Cells, ...]) -> str:
    named = tuple(tuple("黄" if cell == "Ann" else cell for cell in row) for row in rows)
    return as_csv(file, named, code="gb18030")


def as_several_files(file: Path, rows: tuple[Cells, ...]) -> str:
    heading, *rest = rows
    for number in range(2):
        as_csv(file.with_name(f"{file.name}-{number}"), (heading, *rest[number::2]))
    return f"data/{file.name}-*.csv"


def as_json_lines(file: Path, rows: tuple[Cells, ...]) -> str:
    heading, *rest = rows
    lines = (json.dumps(dict(zip(heading, row, strict=True))) for row in rest)
    file.with_suffix(".jsonl").write_text("\n\n".join(lines) + "\n", "utf-8")
    return f"data/{file.name}.jsonl"


def as_workbook(file: Path, rows: tuple[Cells, ...]) -> str:
    book = openpyxl.Workbook()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            book.active.cell(1 + number * 2 - bool(number), 1 + place, cell)
    book.save(file.with_suffix(".xlsx"))
    return f"data/{file.name}.xlsx"


def as_sqlite(file: Path, rows: tuple[Cells, ...]) -> str:
    heading, *rest = rows
    with closing(sqlite3.connect(file.with_suffix(".db"))) as kept:
        columns = ", ".join(f'"{name}"' for name in heading)
        kept.execute(f"CREATE TABLE t ({columns})")
        kept.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(heading))})", rest)
        kept.commit()
    return f"sqlite:data/{file.name}.db#t"


def as_parquet(file: Path, rows: tuple[Cells, ...]) -> str:
    heading, *rest = rows
    columns = ", ".join(f'"{name}" VARCHAR' for name in heading)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({columns})")
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(heading))})", rest)
        connection.execute(f"COPY t TO '{file.with_suffix('.parquet')}' (FORMAT parquet)")
    return f"data/{file.name}.parquet"


@pytest.mark.parametrize(
    "kind",
    [
        as_csv,
        as_csv_with_blank_lines,
        as_csv_of_another_encoding,
        as_several_files,
        as_json_lines,
        as_workbook,
        as_sqlite,
        as_parquet,
    ],
)
def test_it_is_known_whose_row_a_fault_is_of(
    kind: Callable[[Path, tuple[Cells, ...]], str], tmp_path: Path
) -> None:
    shop = small_shop(tmp_path, BOOK)
    places = {
        name: kind(shop.folder / "data" / name, rows)
        for name, rows in (("customers", CUSTOMERS), ("events", EVENTS))
    }
    shop.write({"careplay.yaml": HOME.format(**places)})
    shop.run("2026-06-01")
    file = shop.kept("2026-06-01", "rejects.csv")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        found = {
            tuple(row[each] for each in ("column", "value", "customer_id"))
            for row in csv.DictReader(opened)
        }
    assert found >= WHOSE
