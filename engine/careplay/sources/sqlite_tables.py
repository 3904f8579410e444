"""A table or view of an SQLite file, read into a table of text cells.

SQLite keeps a type with each cell and not with the column, so text is the common ground.
A row's number is its place in the table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import DataFaultError, SourceError
from careplay.frozen import dataclass
from careplay.sources import staging
from careplay.sources.columns import quoted
from careplay.sources.faults import NOT_PLAIN
from careplay.sources.headings import SPACES, nearest, places, there, undeclared
from careplay.sources.locations import Location
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.rejects import Reject, reject
from careplay.sources.wordings import PLAIN
from careplay.sources.words import bytes_shown, plain

if TYPE_CHECKING:
    import duckdb

TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"


@contextmanager
def opened(file: str | Path, shown: str = "") -> Iterator[sqlite3.Connection]:
    """The file, opened for reading only; texts are bytes, which may be no text.

    ``shown`` is what a fault calls it. SourceError where it cannot be read, DataFaultError
    where it is none or a damaged one.
    """
    try:
        with closing(
            sqlite3.connect(f"{Path(file).absolute().as_uri()}?mode=ro", uri=True)
        ) as db:
            db.text_factory = bytes
            yield db
    except sqlite3.OperationalError as fault:
        message = f"cannot read {shown or file}: {fault}; is another program writing to it?"
        raise SourceError(message) from fault
    except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
        message = f"{file} is no SQLite file, or a damaged one ({fault})"
        raise DataFaultError(message) from fault


def tables_of(db: sqlite3.Connection) -> list[str]:
    """The names of its tables and views, in order."""
    return [_name(row[0]) for row in db.execute(TABLES)]


def headings_of(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(_name(row[1]) for row in db.execute(f"PRAGMA table_info({quoted(table)})"))


def read_sqlite(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[SourceColumn],
    table: str,
) -> Raw:
    """The table's declared columns as text; the file is opened for reading only."""
    (file,) = location.files
    shown = f"{file}#{location.part}"
    with opened(file, shown) as db:
        headings = _headings(db, location.part, file)
        columns = there(columns, headings)
        places(headings, columns, shown)
        name = staging.new_table(connection, table, columns)
        told: list[Reject] = []
        read = _ReadTable(shown, table, tuple(columns))
        staging.insert(connection, name, 0, _rows(db, location.part, read, told))
        if told:
            reject(connection, told)
    raw = staging.staged(table, name, columns, (shown,))
    return staging.noted(raw, undeclared(headings, columns, shown, table))


def _headings(db: sqlite3.Connection, part: str, file: str) -> tuple[str, ...]:
    tables = tables_of(db)
    if part not in tables:
        guess = nearest(part, tables)
        known = ", ".join(tables) or "no table at all"
        hint = f'did you mean "{guess}"?' if guess else f"it holds {known}"
        message = f'{file} has no table "{part}"; {hint}'
        raise SourceError(message)
    return headings_of(db, part)


def _name(name: bytes) -> str:
    return name.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _ReadTable:
    """A table, as it is named, and the columns that are read of it."""

    shown: str
    table: str
    columns: tuple[SourceColumn, ...]


def _rows(
    db: sqlite3.Connection, part: str, read: _ReadTable, told: list[Reject]
) -> Iterator[tuple[int, staging.TextCells]]:
    wanted = ", ".join(quoted(column.heading) for column in read.columns)
    for number, row in enumerate(db.execute(f"SELECT {wanted} FROM {quoted(part)}"), 1):
        found = tuple(map(plain, row))
        told += (
            (
                read.shown,
                number,
                column.heading,
                bytes_shown(cell),
                PLAIN,
                NOT_PLAIN,
                read.table,
            )
            for column, cell in zip(read.columns, found, strict=True)
            if isinstance(cell, bytes)
        )
        texts = ("" if isinstance(cell, bytes) else cell or "" for cell in found)
        yield number, tuple(text.strip(SPACES) or None for text in texts)
