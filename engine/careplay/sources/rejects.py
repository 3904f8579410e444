"""The table of everything that could not be used, one row a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("file", "row", "column", "value", "expected", "code")

LISTED = (
    'SELECT "file", "row", "column", "value", "expected", "code" FROM "all_faults" '
    'ORDER BY "table" <> \'customers\', "table", "file", "row" NULLS LAST, "column", "code", '
    '"value", "expected"'
)

Reject = tuple[str, int | None, str, str, str, str, str]
"""File, row, column, value, expected, code, and the table it is of."""


def rejects_table(connection: duckdb.DuckDBPyConnection) -> None:
    """The table of all faults, made where it is not there yet, and ``rejects``, a view of it.

    The view has the columns of the rejects file, in the same order on every run.
    """
    connection.execute(
        'CREATE TABLE IF NOT EXISTS "all_faults" ("file" VARCHAR, "row" BIGINT, '
        '"column" VARCHAR, "value" VARCHAR, "expected" VARCHAR, "code" VARCHAR, '
        '"table" VARCHAR)'
    )
    connection.execute(f'CREATE OR REPLACE VIEW "rejects" AS {LISTED}')


def reject(connection: duckdb.DuckDBPyConnection, rejected: Iterable[Reject]) -> None:
    """Append faults that were found in Python."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    names = (*COLUMNS, "table")
    given = pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in rejected],
        pa.schema([(name, pa.int64() if name == "row" else pa.string()) for name in names]),
    )
    connection.register("given", given)
    connection.execute('INSERT INTO "all_faults" SELECT * FROM given')
    connection.unregister("given")
