"""What several functions take: days, tables, and a connection to work on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from careplay.bounds import Bounds
from careplay.calendars.own_days import from_to
from careplay.errors import UsageError
from careplay.interface.choices import FIRST_DAY, LAST_DAY
from careplay.sources.connecting import beside, connect
from careplay.sources.held import MemoryTable, Tabular, memory_table
from careplay.sources.querying import row_of

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
            raise UsageError(f"{day} stands after {before}; give days in order, each once")
    return found


def span(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The days from which and up to which, each of them if given, in order."""
    found = [None if day is None else known_day(day) for day in (first, last)]
    ordered_days(dict.fromkeys(day for day in found if day is not None))
    return found[0], found[1]


def whole_span(first: date, last: date) -> tuple[date, ...]:
    """Each day from the first to the last; UsageError where that comes before."""
    days = tuple(from_to(known_day(first), known_day(last)))
    if not days:
        raise UsageError(f"{last} lies before {first}; give the first day, then the last")
    return days


def table_source(name: str, given: TableLike | None) -> str | MemoryTable | None:
    """Where the table lies, or the table itself; None where the business says it."""
    if given is None or isinstance(given, str):
        return given
    return os.fspath(given) if isinstance(given, os.PathLike) else memory_table(name, given)


def room(
    connection: duckdb.DuckDBPyConnection | None, progress: Progress | None, bounds: Bounds
) -> tuple[duckdb.DuckDBPyConnection, Callable[[str], None]]:
    """A connection for one run, and who is told what begins."""
    made = connect(bounds) if connection is None else beside(_ordered(connection))
    if progress is None:
        return made, lambda _: None
    # DuckDB keeps count only where it is told to, and prints nothing (see connecting.py).
    made.execute("SET enable_progress_bar = true")
    return made, lambda what: progress(what, lambda: max(made.query_progress(), 0.0))


def _ordered(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, which keeps the order of rows; UsageError where it was told not to."""
    asked = "SELECT current_setting('preserve_insertion_order')"
    (kept,) = row_of(connection.cursor(), asked)
    if not kept:
        message = (
            "the connection does not keep the order of rows, by which careplay counts them;"
            " give one whose preserve_insertion_order is true"
        )
        raise UsageError(message)
    return connection


def telling(progress: Progress | None) -> Callable[[str], None]:
    """Who is told what begins, where how far it has come is not known."""
    if progress is None:
        return lambda _: None
    return lambda what: progress(what, lambda: 0.0)
