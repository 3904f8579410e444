"""What people recorded of a business: a small SQLite file beside the days that are kept.

A record is never changed: a correction is another record. ``writing.py`` adds some in one
short transaction, ``reading.py`` gives them back, and as rows of the table of events.
"""

from __future__ import annotations

from careplay.store.erasing import count_of, erase
from careplay.store.reading import read_records, recorded_rows
from careplay.store.record import StoredRecord
from careplay.store.writing import Recording, recording

__all__ = [
    "Recording", "StoredRecord", "count_of", "erase", "read_records", "recorded_rows",
    "recording",
]  # fmt: skip
