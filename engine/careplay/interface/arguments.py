"""What several functions take: days, tables, and a connection to work on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from careplay.errors import UsageError
from careplay.interface.choices import FIRST_DAY, LAST_DAY
from careplay.sources.connecting import beside, connect
from careplay.sources.held import MemoryTable, Tabular, memory_table

if TYPE_CHECKING:
    import duckdb

TableLike: TypeAlias = str | os.PathLike[str] | Tabular
"""A table: where it lies, as ``careplay.yaml`` would name it but relative to where we stand,
or one in memory."""

Progress: TypeAlias = Callable[[str, Callable[[], float]], None]
"""Told what begins, and a function that answers how far the running query has come, in
percent; 0 where that is not known."""


def known_day(day: object) -> date:
    """The day, which the calendars know; UsageError where they do not, or it is no date."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise UsageError(f"{day!r} is no date; give one such as date(2026, 11, 21)")
    if not FIRST_DAY <= day <= LAST_DAY:
        message = (
            f"{day} is beyond the calendars; known are days from {FIRST_DAY} to {LAST_DAY}"
        )
        raise UsageError(message)
    return day


def ordered_days(days: Iterable[date]) -> tuple[date, ...]:
    """The days; UsageError where one does not come after the one before it."""
    found = tuple(map(known_day, days))
    for before, day in pairwise(found):
        if day <= before:
            raise UsageError(f"{day} comes after {before}; give days in order, each once")
    return found


def table_source(name: str, given: TableLike | None) -> str | MemoryTable | None:
    """Where the table lies, or the table itself; None where the business says it."""
    if given is None or isinstance(given, str):
        return given
    return os.fspath(given) if isinstance(given, os.PathLike) else memory_table(name, given)


def room(
    connection: duckdb.DuckDBPyConnection | None, progress: Progress | None
) -> tuple[duckdb.DuckDBPyConnection, Callable[[str], None]]:
    """A connection for one run, and who is told what begins."""
    made = connect() if connection is None else beside(connection)
    if progress is None:
        return made, lambda _: None
    # DuckDB keeps count only where it is told to, and prints nothing (see connecting.py).
    made.execute("SET enable_progress_bar = true")
    return made, lambda what: progress(what, lambda: max(made.query_progress(), 0.0))
