"""A small shop whose data are files of one kind, and such files damaged at random."""

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
from click.testing import CliRunner

from careplay.cli import main
from careplay.sources.connecting import connect

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
