"""A day's actions are kept, and with them the months that are over, each in one file."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
from careplay.outputs import parquet, partition

if TYPE_CHECKING:
    import duckdb


def keep_actions(
    connection: duckdb.DuckDBPyConnection, relation: str, out: Path, business: str, day: date
) -> Path:
    """Keep the actions of a day; return their file."""
    # The day is another from now on: until it is bound anew, its month is not.
    partition.remove(partition.month_file(out, business, day))
    file = partition.write(connection, relation, partition.day_folder(out, business, day))
    bind_months(business, out, connection)
    return file


def bind_months(business: str, out: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Bind the months that are over, and bind anew those whose days are others by now."""
    import duckdb  # noqa: PLC0415 - heavy

    found = history.to_bind(business, out, connection)
    for file in found.outdated:
        partition.remove(file)
    for month in found.unbound:
        with suppress(duckdb.Error):  # a day that is damaged is told where it is read
            parquet.write(connection, month.relation, month.file, month.told)
