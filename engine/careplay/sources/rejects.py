"""The table of everything that could not be used, one row a fault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("file", "row", "column", "value", "expected", "code")

Reject = tuple[str, int | None, str, str, str, str, str]
"""File, row, column, value, expected, code, and the table it is of."""


def holding(day: date | None) -> str:
    """Whether a fault is one of every day, or of this one; without a day, of every day."""
    if day is None:
        return '"since" IS NULL AND "until" IS NULL'
    at = f"DATE '{day.isoformat()}'"
    return f'coalesce("since" <= {at}, true) AND coalesce({at} <= "until", true)'


def listed(day: date | None) -> str:
    """The query of the faults with the columns of the rejects file, in its order."""
    return (
        'SELECT "file", "row", "column", "value", "expected", "code" FROM "all_faults" '
        f"WHERE {holding(day)} "
        'ORDER BY "table" <> \'customers\', "table", "file", "row" NULLS LAST, "column", '
        '"code", "value", "expected"'
    )


def rejects_table(connection: duckdb.DuckDBPyConnection) -> None:
    """The table of all faults, made where it is not there yet, and ``rejects``, a view of it.

    The view has the columns of the rejects file, in the same order on every run.
    """
    connection.execute(
        'CREATE TABLE IF NOT EXISTS "all_faults" ("file" VARCHAR, "row" BIGINT, '
        '"column" VARCHAR, "value" VARCHAR, "expected" VARCHAR, "code" VARCHAR, '
        '"table" VARCHAR, "since" DATE, "until" DATE)'
    )
    connection.execute(f'CREATE OR REPLACE VIEW "rejects" AS {listed(None)}')


def reject(connection: duckdb.DuckDBPyConnection, rejected: Iterable[Reject]) -> None:
    """Append faults that were found in Python."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    names = (*COLUMNS, "table")
    given = pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in rejected],
        pa.schema([(name, pa.int64() if name == "row" else pa.string()) for name in names]),
    )
    connection.register("given", given)
    connection.execute('INSERT INTO "all_faults" BY NAME SELECT * FROM given')
    connection.unregister("given")
