"""A day is kept whole, and with it the months that are over, each in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
from careplay.faults import HistoryError, OutputError
from careplay.outputs import partition
from careplay.outputs.bound_month import write_month
from careplay.outputs.whole_day import whole_day

if TYPE_CHECKING:
    import duckdb


@contextmanager
def kept_day(
    connection: duckdb.DuckDBPyConnection,
    home: tuple[Path, str],
    day: date,
    stands_on: Mapping[date, str],
) -> Iterator[Path]:
    """A folder for what the day of that business keeps, all of it or nothing."""
    out, business = home
    with whole_day(partition.day_folder(out, business, day), day, stands_on) as into:
        yield into
    bind_months(business, out, connection)


def bind_months(business: str, out: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Bind the months that are over, and bind anew those whose days are others by now.

    They hold nothing of their own, and the day is kept by then: what cannot be bound now, for
    want of room or of a day that is damaged, the next run binds, or tells.
    """
    import duckdb  # noqa: PLC0415 - heavy

    in_the_way = duckdb.Error, HistoryError, OSError, OutputError
    with suppress(*in_the_way):
        found = history.to_bind(business, out, connection)
        for file in found.outdated:
            with suppress(*in_the_way):
                partition.remove(file)
        for month in found.unbound:
            with suppress(*in_the_way):
                write_month(connection, month.relation, month.file, month.days)
