"""The SQLite file of a business: where it lies, what stands in it, how it is opened.

It is in WAL mode: who reads never waits, writers wait for one another, and what was committed
is there whatever is killed afterwards (``synchronous = FULL``: the disk has it as well).
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from careplay.faults import OutputError, SourceError
from careplay.outputs.private import FILE, private_folder

RECORDS = "records.sqlite"
FILES = (RECORDS, f"{RECORDS}-wal", f"{RECORDS}-shm")
"""What SQLite puts there: the file itself, and while somebody writes two more."""
VERSION = 1
STEP = 0.01
TABLE = """CREATE TABLE IF NOT EXISTS records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    entered TEXT NOT NULL,
    at TEXT NOT NULL,
    customer TEXT NOT NULL,
    action TEXT NOT NULL,
    "of" TEXT NOT NULL,
    told TEXT NOT NULL,
    besides TEXT NOT NULL,
    "by" TEXT NOT NULL,
    sheet TEXT NOT NULL,
    corrects INTEGER
)"""
INDEXES = ("action", "customer")


@contextmanager
def reading(home: Path) -> Iterator[sqlite3.Connection | None]:
    """The records of the business whose days lie there, to be read; None: there are none.

    SourceError where the file cannot be read.
    """
    file = home / RECORDS
    if not file.is_file():
        yield None
        return
    try:
        with closing(_opened_to_read(file)) as db:
            yield db if _is_made(db, file) else None
    except sqlite3.DatabaseError as fault:
        message = f'cannot read "{file}": {fault}; bring it back from a copy'
        raise SourceError(message) from fault


@contextmanager
def transaction(home: Path, wait: float) -> Iterator[sqlite3.Connection]:
    """The records to be written in one transaction, once no other process writes.

    It is committed where nothing is raised within, and then it is on the disk. OutputError
    where it cannot be written, or others write for longer than it is waited.
    """
    file = home / RECORDS
    try:
        _make_private(file)
        with closing(sqlite3.connect(file, timeout=wait, isolation_level=None)) as db:
            _in_wal_mode(db, wait)
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA secure_delete = ON")
            db.execute("BEGIN IMMEDIATE")
            if not _is_made(db, file):
                _make(db)
            yield db
            db.execute("COMMIT")
    except (sqlite3.Error, OSError) as fault:
        what = getattr(fault, "strerror", None) or fault
        message = f'cannot write "{file}": {what}; nothing was recorded, try again'
        raise OutputError(message) from fault


def _make_private(file: Path) -> None:
    """The file, its owner's alone, empty where it is not there; SQLite's others follow it."""
    private_folder(file.parent)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))
        file.chmod(FILE)


def _in_wal_mode(db: sqlite3.Connection, wait: float) -> None:
    """SQLite itself does not wait where two change the mode at once."""
    until = time.monotonic() + wait
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(STEP)
        else:
            return


def _make(db: sqlite3.Connection) -> None:
    db.execute(TABLE)
    for each in INDEXES:
        db.execute(f"CREATE INDEX records_by_{each} ON records ({each})")
    db.execute(f"PRAGMA user_version = {VERSION}")


def _opened_to_read(file: Path) -> sqlite3.Connection:
    """Where nothing may be written the file alone is read, if nothing lies beside it."""
    place = file.absolute().as_uri()
    unwritten = not os.access(file.parent, os.W_OK) and not file.with_name(FILES[1]).exists()
    how = "immutable=1" if unwritten else "mode=ro"
    return sqlite3.connect(f"{place}?{how}", uri=True, isolation_level=None)


def _is_made(db: sqlite3.Connection, file: Path) -> bool:
    """Whether anything was ever written; SourceError where a newer careplay did."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        message = f'"{file}" was written by a newer careplay; update this one'
        raise SourceError(message)
    return bool(version)
