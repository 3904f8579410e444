"""Mutated playbooks are told or run, and rows are used or told: drawn from the seed.

``CAREPLAY_EXAMPLES=2500`` before ``pytest`` tries so many of each kind; ``mutants.py`` counts
what comes of mutated playbooks and damaged files.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import careplay as public
from examples import tried
from mutants import Proof
from shop_folder import shop


def test_a_slice_of_the_whole_proof_is_counted(drawn: int) -> None:
    asked = ["--playbooks", "2", "--ran", "1", "--files", "1", "--seed", str(drawn)]
    told = [sys.executable, str(Path(__file__).with_name("mutants.py")), *asked]
    found = subprocess.run(told, capture_output=True, text=True, check=False)  # noqa: S603
    assert found.returncode == 0, found.stdout + found.stderr
    assert f"seed {drawn}" in found.stdout
    assert "1 xlsx file run" in found.stdout


def test_mutated_playbooks_are_told_or_run_alike(tmp_path: Path, drawn: int) -> None:
    proof = Proof(tmp_path, drawn)
    proof.playbooks(tried(240), 0.2)
    assert proof.broken == []


ROWS = (
    ("{n},Ann,1,1985-02-28,yes,S2", False),
    ("{n},Ann,1,1985-02-31,yes,S2", False),
    ("{n},Ann,1,,perhaps,nobody", False),
    (",Ann,1,1985-02-28,yes,S2", True),
    ("1,again,1,1985-02-28,yes,S2", True),
    ("{n},Ann,1", True),
    ("{n},Ann,1,1985-02-28,yes,S2,more,and more", True),
    ("{n},A\0n,1,1985-02-28,yes,S2", True),
    ('{n},A"n,1,1985-02-28,yes,S2', False),
    ('{n},"A"n,1,1985-02-28,yes,S2', True),
    ("{n}.0,Ann,1,1985-02-28,yes,S2", True),
)
"""Rows, and whether they are left out."""


def test_as_many_rows_are_read_as_are_used_and_told(tmp_path: Path, drawn: int) -> None:
    folder, random = shop(tmp_path / "shop"), Random(f"rows {drawn}")  # noqa: S311 - no secret
    file = folder / "data" / "customers.csv"
    heading = file.read_text(encoding="utf-8").split("\n")[0]
    for _ in range(tried(12)):
        chosen = [ROWS[0], *random.choices(ROWS, k=random.randint(1, 40))]
        text = "\n".join(row.format(n=number) for number, (row, _) in enumerate(chosen, 1))
        file.write_text(f"{heading}\n{text}\n", encoding="utf-8")
        day = public.run(folder, date(2026, 11, 21), keep=False)
        told = {(row["row"], row["code"]) for row in day.rejects if row["file"] == str(file)}
        left_out = {number for number, (_, out) in enumerate(chosen, 2) if out}
        assert day.counts.customers == len(chosen)
        assert day.counts.customers_left_out == len(left_out)
        assert left_out <= {row for row, _ in told}


HEADING = ("customer_id", "name", "phone", "birthday", "consent_care", "owner")
PLAIN = ("{n}", "Ann", "1", "1985-02-28", "yes", "S2")
Line = Mapping[str, object] | str
"""A row by what differs from a plain one, or as it stands in the file."""
ODD_ROWS: tuple[tuple[Line, bool], ...] = (
    ({}, False),
    ({"name": None}, False),
    ({"name": "  "}, False),
    ({"birthday": "1985-02-31"}, False),
    ({"consent_care": "perhaps"}, False),
    ({"owner": "nobody"}, False),
    ({"customer_id": None}, True),
    ({"customer_id": ""}, True),
    ({"customer_id": " "}, True),
    ({"customer_id": "1"}, True),
    ({"customer_id": " 1 "}, True),
    ({"customer_id": "{n}.0"}, True),
)
"""Rows of any kind of file, and whether they are left out; the first row is customer 1."""
ODD_IN: Mapping[str, tuple[tuple[Line, bool], ...]] = {
    "jsonl": (
        ({"name": ["a"]}, False),
        ({"name": {"a": 1}}, False),
        ({"name": "A\0n"}, False),
        ({"name": "\ud800"}, False),
        ({"phone": "\udcff", "customer_id": "\ud800"}, True),
        ({"customer_id": ["{n}"]}, True),
        ('{"customer_id": "{n}"', True),
        ('{"customer_id": "{n}", "customer_id": "{n}9"}', True),
        ("[1]", True),
        ("null", True),
    ),
    "xlsx": (
        ({"name": "#N/A"}, False),
        ({"birthday": "#N/A"}, False),
        ({"name": "=1+1"}, False),
        ({"customer_id": "=1+1"}, True),
        ({"customer_id": "#DIV/0!"}, True),
    ),
    "db": (({"name": b"\xff"}, False), ({"name": "A\0n"}, False)),
    "parquet": (),
}


def line_of(told: Line, number: int) -> tuple[object, ...] | str:
    """The cells of a row, or its line."""
    if isinstance(told, str):
        return told.replace("{n}", str(number))
    cells = (told.get(name, plain) for name, plain in zip(HEADING, PLAIN, strict=True))
    return tuple(
        cell.replace("{n}", str(number)) if isinstance(cell, str) else cell for cell in cells
    )


def write(kind: str, lines: Sequence[tuple[object, ...] | str], file: Path) -> None:
    """The table as a file of its kind."""
    rows = [
        dict(zip(HEADING, line, strict=True)) for line in lines if not isinstance(line, str)
    ]
    match kind:
        case "jsonl":
            told = (
                line
                if isinstance(line, str)
                else json.dumps(dict(zip(HEADING, line, strict=True)))
                for line in lines
            )
            file.write_text("\n".join(told) + "\n", encoding="utf-8")
        case "xlsx":
            book = openpyxl.Workbook()
            for each in (HEADING, *(row.values() for row in rows)):
                book.active.append(list(each))
            book.save(file)
        case "db":
            file.unlink(missing_ok=True)
            with closing(sqlite3.connect(file)) as kept:
                kept.execute(f"CREATE TABLE t ({', '.join(HEADING)})")
                marks = ", ".join("?" * len(HEADING))
                kept.executemany(
                    f"INSERT INTO t VALUES ({marks})", [tuple(row.values()) for row in rows]
                )
                kept.commit()
        case _:
            columns = {
                name: pa.array([row[name] for row in rows], pa.string()) for name in HEADING
            }
            pq.write_table(pa.table(columns), file)


@pytest.mark.parametrize("kind", ODD_IN)
def test_so_are_the_rows_of_other_kinds_of_files(kind: str, tmp_path: Path, drawn: int) -> None:
    folder, random = shop(tmp_path / "shop"), Random(f"{kind} rows {drawn}")  # noqa: S311 - no secret
    file, home = folder / "data" / f"odd.{kind}", folder / "careplay.yaml"
    place = f"sqlite:data/{file.name}#t" if kind == "db" else f"data/{file.name}"
    text = home.read_text(encoding="utf-8").replace("data/customers.csv", place)
    home.write_text(text, encoding="utf-8")
    heading = 1 if kind == "xlsx" else 0
    every = (*ODD_ROWS, *ODD_IN[kind])
    for number in range(tried(6)):
        others = every if number == 0 else random.choices(every, k=random.randint(1, 40))
        chosen = [ODD_ROWS[0], *others]
        write(kind, [line_of(told, n) for n, (told, _) in enumerate(chosen, 1)], file)
        day = public.run(folder, date(2026, 11, 21), keep=False)
        told = {row["row"] for row in day.rejects if file.name in row["file"]}
        left_out = {n + heading for n, (_, out) in enumerate(chosen, 1) if out}
        assert day.counts.customers == len(chosen)
        assert day.counts.customers_left_out == len(left_out)
        assert left_out <= told
        sound = {n + heading for n, (told, _) in enumerate(chosen, 1) if blameless(told)}
        assert not sound & told


def blameless(told: Line) -> bool:
    """Whether nothing of the row is to be told: a missing name is missing, and no fault."""
    none: tuple[object, ...] = (None, "  ")
    return not isinstance(told, str) and {*told} <= {"name"} and told.get("name") in none
