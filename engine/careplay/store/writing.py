"""Records are added, a few at once, in one transaction in which it is known what is there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from careplay.store.database import transaction
from careplay.store.reading import COLUMNS, IN_JSON, NUMBER, selected
from careplay.store.record import StoredRecord

GIVEN = tuple(each for each in COLUMNS if each != NUMBER)
NAMES = ", ".join(f'"{each}"' for each in GIVEN)
INSERT = f"INSERT INTO records ({NAMES}) VALUES ({', '.join('?' * len(GIVEN))})"  # noqa: S608


class Recording:
    """One transaction: nobody else writes until it ends."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of_action(self, action: str) -> tuple[StoredRecord, ...]:
        """What was recorded of an action so far, in order; what was corrected is left out."""
        return _in_force(selected(self._db, "action = ?", (action,)))

    def of_type(self, kind: str) -> tuple[StoredRecord, ...]:
        """What was recorded of an event type, likewise."""
        return _in_force(selected(self._db, "type = ?", (kind,)))

    def next_number(self) -> int:
        """The number that the next record will have."""
        asked = "SELECT seq FROM sqlite_sequence WHERE name = 'records'"
        found = self._db.execute(asked).fetchone()
        return 1 + (int(found[0]) if found else 0)

    def add(self, record: StoredRecord) -> StoredRecord:
        """The record, with the number that it has from now on."""
        values = (_cell(name, getattr(record, name)) for name in GIVEN)
        made = self._db.execute(INSERT, tuple(values))
        return replace(record, number=made.lastrowid or 0)


def _cell(name: str, value: object) -> object:
    """What stands in a column: of a mapping its JSON."""
    if name not in IN_JSON:
        return value
    told = dict(value) if isinstance(value, Mapping) else {}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


@contextmanager
def recording(home: Path, wait: float) -> Iterator[Recording]:
    """A transaction of the business whose days lie there; OutputError where none can be.

    What was added in it is kept, all of it, once it has ended without a fault.
    """
    with transaction(home, wait) as db:
        yield Recording(db)


def _in_force(found: Iterator[StoredRecord]) -> tuple[StoredRecord, ...]:
    """The records without those for which a later one stands."""
    last = {each.root: each for each in found}
    return tuple(sorted(last.values(), key=lambda each: each.number))
