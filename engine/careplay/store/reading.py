"""Records as they were written, and as rows of the table of events."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from careplay.model.actions import ACTION
from careplay.sources.columns import KEY
from careplay.sources.handing_over import HandedOver
from careplay.sources.recorded_rows import RecordedRow, RecordedRows
from careplay.store.database import RECORDS, reading
from careplay.store.record import HANDED_OVER, StoredRecord

NUMBER = "number"
"""The column that SQLite gives."""
COLUMNS = (
    *(NUMBER, "type", "entered", "at", "customer", "action", "of", "told", "besides"),
    *("by", "sheet", "corrects"),
)
IN_JSON = ("of", "told", "besides")
NAMES = ", ".join(f'"{each}"' for each in COLUMNS)
SELECT = f"SELECT {NAMES} FROM records"  # noqa: S608


def read_records(home: Path) -> tuple[StoredRecord, ...]:
    """All that was recorded, in the order in which it was entered; empty where nothing was."""
    with reading(home) as db:
        return () if db is None else tuple(selected(db))


def selected(
    db: sqlite3.Connection, where: str = "true", values: Iterable[str] = ()
) -> Iterator[StoredRecord]:
    """The records of which that holds, in the order in which they were entered."""
    found = db.execute(f"{SELECT} WHERE {where} ORDER BY number", tuple(values))
    for row in found.fetchall():
        told = dict(zip(COLUMNS, row, strict=True))
        told |= {name: json.loads(told[name]) for name in IN_JSON}
        yield StoredRecord(**told)


def recorded_rows(records: Sequence[StoredRecord]) -> RecordedRows:
    """The records that are events, as rows; of one corrected on the day of its entry the last.

    Of those of different days each day takes the one that was entered last by its end.
    """
    latest = {
        (each.root, each.entered[:10]): each
        for each in records
        if not each.type.startswith("#")
    }
    in_order = sorted(latest.values(), key=lambda each: each.number)
    over = (_handed_over(each) for each in records if each.type == HANDED_OVER)
    return RecordedRows(RECORDS, tuple(_row(each) for each in in_order), tuple(over))


def _handed_over(record: StoredRecord) -> HandedOver:
    told = record.told
    since, entered = (date.fromisoformat(each) for each in (told["from"], record.entered[:10]))
    return HandedOver(told["person"], told["to"], since, entered)


def _row(record: StoredRecord) -> RecordedRow:
    cells = {**record.told, KEY: record.customer, "type": record.type, "at": record.at}
    if record.type.startswith("action."):
        cells[ACTION] = record.action
    given = {name: text for name, text in cells.items() if text}
    return RecordedRow(record.number, f"record {record.root}", record.entered, given)
