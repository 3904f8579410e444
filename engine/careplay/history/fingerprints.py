"""Fingerprints of the events of each day, by which a run knows that nothing came in since.

An id of every event is dear, and of most days nothing changed since the last run. So beside its
ids a run keeps what the rows of each day come to, and the next makes ids for the others alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.history.reading import damaged
from careplay.outputs.partition import KNOWN

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

NAME = "fingerprints"


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What the events come to that a day knew and no later day was first to know."""

    made_by: str
    """What hashed them, and of which columns: others come to something else."""
    stands_on: str
    """A digest of the ids that earlier days keep: without these nothing was known."""
    days: Mapping[date, str]

    def as_text(self, since: date) -> Mapping[str, str]:
        """Those of days since a day, as a file keeps them."""
        days = {str(day): each for day, each in sorted(self.days.items()) if day >= since}
        return {NAME: json.dumps([self.made_by, self.stands_on, days])}


def maker(types: Sequence[str], parts: Sequence[str]) -> str:
    """By what fingerprints are made: DuckDB's hash may be another in another version."""
    import duckdb  # noqa: PLC0415 - heavy

    told = "\n".join((duckdb.__version__, *types, "", *parts))
    return blake2b(told.encode(), digest_size=8).hexdigest()


def digest_of(days: Mapping[date, Path], since: date, until: date) -> str:
    """The digest of the ids that days since a day keep, before another.

    HistoryError where a file cannot be read.
    """
    made = blake2b(digest_size=8)
    for day, kept in days.items():
        if since <= day < until and (file := kept.parent / KNOWN).is_file():
            made.update(f"{day} {_digest(file)}".encode())
    return made.hexdigest()


def _digest(file: Path) -> str:
    try:
        return blake2b(file.read_bytes()).hexdigest()
    except OSError as fault:
        raise damaged(file) from fault


def days_in(loaded: Loaded, relation: str, parts: Iterable[str]) -> Mapping[date, str]:
    """The fingerprint of each day of a relation of events.

    A sum, in which rows that say the same do not cancel out.
    """
    found = loaded.connection.execute(f"""SELECT "at"::DATE, count(*),
        sum(hash({", ".join(parts)})) FROM {relation} GROUP BY ALL""")  # noqa: S608
    return {day: f"{rows}:{total:x}" for day, rows, total in found.fetchall()}


def changed(
    now: Fingerprints, last: Mapping[str, str], stands_on: str
) -> tuple[date, ...] | None:
    """The days of which events came in, changed or went; None: perhaps all of them.

    ``last`` is what the file of the last day tells, ``stands_on`` what it stands on today.
    """
    if NAME not in last:
        return None
    by, stood_on, days = json.loads(last[NAME])
    if (by, stood_on) != (now.made_by, stands_on):
        return None
    return tuple(sorted(day for day, each in now.days.items() if days.get(str(day)) != each))
