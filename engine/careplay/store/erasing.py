"""A customer is taken out of what was recorded, so that no byte of it stays in the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from careplay.faults import OutputError
from careplay.store.database import RECORDS, reading, transaction


def count_of(home: Path, customer: str) -> int:
    """How many records are of the customer."""
    with reading(home) as db:
        if db is None:
            return 0
        asked = "SELECT count(*) FROM records WHERE customer = ?"
        return int(db.execute(asked, (customer,)).fetchone()[0])


def erase(home: Path, customer: str, wait: float) -> int:
    """Remove his records; how many there were. OutputError where that cannot be done."""
    if not (home / RECORDS).is_file():
        return 0
    with transaction(home, wait) as db:
        gone = db.execute("DELETE FROM records WHERE customer = ?", (customer,)).rowcount
    # What was deleted stands in the log until that is cut, and may stand in spare pages.
    file = home / RECORDS
    try:
        with closing(sqlite3.connect(file, timeout=wait, isolation_level=None)) as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as fault:
        message = f'cannot empty the log of "{file}": {fault}; give the same command again'
        raise OutputError(message) from fault
    return gone
