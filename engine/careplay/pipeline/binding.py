"""A day is kept whole, and with it the months that are over, each in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
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
    """Bind the months that are over, and bind anew those whose days are others by now."""
    import duckdb  # noqa: PLC0415 - heavy

    found = history.to_bind(business, out, connection)
    for file in found.outdated:
        partition.remove(file)
    for month in found.unbound:
        with suppress(duckdb.Error):  # a day that is damaged is told where it is read
            write_month(connection, month.relation, month.file, month.days)
