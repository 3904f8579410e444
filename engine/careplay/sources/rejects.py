"""The table of everything that could not be used, one row a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from careplay.model.types import Type
from careplay.sources.columns import literal, quoted
from careplay.sources.faults import ENDS_FIRST
from careplay.sources.locations import is_at_server
from careplay.sources.masking import shown_sql
from careplay.sources.querying import any_of
from careplay.sources.raw import Raw, SourceColumn

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("file", "row", "column", "value", "expected", "code")
WHOSE = "customer_id"
"""Whose row it is, as far as that is known: the file has it behind the others."""

Reject = tuple[str, int | None, str, str, str, str, str]
"""File, row, column, value, expected, code, and the table it is of."""


def holding(day: date | None) -> str:
    """Whether a fault is one of every day, or of this one; without a day, of every day."""
    if day is None:
        return '"since" IS NULL AND "until" IS NULL'
    at = f"DATE '{day.isoformat()}'"
    return f'coalesce("since" <= {at}, true) AND coalesce({at} <= "until", true)'


def list_rejects(
    connection: duckdb.DuckDBPyConnection, name: str, day: date | None = None
) -> None:
    """Make the view of the faults, in the same order on every run; one more knows whose."""
    columns = ", ".join(map(quoted, COLUMNS))
    query = (
        f'SELECT {columns}, {WHOSE} FROM "told_faults" WHERE {holding(day)} '
        'ORDER BY "table" <> \'customers\', "table", "file", "row" NULLS LAST, "column", '
        '"code", "value", "expected"'
    )
    connection.execute(f"""CREATE OR REPLACE VIEW {quoted(with_customers(name))} AS {query};
        CREATE OR REPLACE VIEW {quoted(name)} AS
            SELECT * EXCLUDE ({WHOSE}) FROM ({query})""")


def with_customers(name: str) -> str:
    """The view that also knows whose row each fault is of."""
    return f"{name} of customers"


def rejects_table(connection: duckdb.DuckDBPyConnection) -> None:
    """The table of all faults, made where it is not there yet, and ``rejects``, a view of it.

    The view has the columns of the rejects file, in the same order on every run. Between the
    two stands ``told_faults``, which everything goes through that is told to anybody.
    """
    connection.execute(
        'CREATE TABLE IF NOT EXISTS "all_faults" ("file" VARCHAR, "row" BIGINT, '
        '"column" VARCHAR, "value" VARCHAR, "expected" VARCHAR, "code" VARCHAR, '
        f'"table" VARCHAR, "since" DATE, "until" DATE, {WHOSE} VARCHAR)'
    )
    tell_faults(connection, {})
    list_rejects(connection, "rejects")


def name_customers(connection: duckdb.DuckDBPyConnection, raw: Raw, key: str) -> None:
    """Note of each fault of the table whose row it is, by the SQL of its key.

    So a customer can be taken out of what is kept of faults.
    """
    mine = f'"table" = {literal(raw.table)} AND {WHOSE} IS NULL AND "row" IS NOT NULL'
    if not any_of(connection, '"all_faults"', mine):
        return
    connection.execute(
        f"""UPDATE "all_faults" SET {WHOSE} = whose.k FROM (
            SELECT f, r, k FROM (SELECT {raw.file} AS f, {raw.row} AS r,
                {key}::VARCHAR AS k FROM {raw.relation})
            SEMI JOIN (SELECT "file" AS f, "row" AS r FROM "all_faults" WHERE {mine})
            USING (f, r)) AS whose
        WHERE {mine} AND "file" = whose.f AND "row" = whose.r"""
    )


def tell_faults(
    connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Sequence[SourceColumn]]
) -> None:
    """The view of the faults without what is personal, by the columns of each table.

    Rows of a server's table have a number while they are read, and none to be told.
    Of a row that cannot be split nobody knows which part is whose: where a column of its table
    is personal all of it is masked.
    """
    private = [(table, each) for table, own in columns.items() for each in own if each.personal]
    keys = [(t, each) for t, own in columns.items() for each in own if each.key]
    texts = _places((t, c) for t, c in private if c.type is Type.TEXT)
    whole = _tuples((table, "") for table in dict.fromkeys(table for table, _ in private))
    value = shown_sql(
        '"value"',
        text=f"{PLACE} IN {texts}",
        hidden=f"{PLACE} IN {_places(private)} OR {PLACE} IN {whole}",
        free=f"NOT coalesce({PLACE} IN {_places(keys)}, false)",
    )
    connection.execute(
        f"""CREATE OR REPLACE VIEW "told_faults" AS SELECT rowid AS "id", * REPLACE (
        {value} AS "value",
        CASE WHEN {PLACE} IN {_places(private)} AND "code" = '{ENDS_FIRST}'
          THEN 'another day' ELSE "expected" END AS "expected",
        CASE WHEN NOT {is_at_server('"file"')} THEN "row" END AS "row")
        FROM all_faults"""
    )


PLACE = '("table", "column")'


def _places(columns: Iterable[tuple[str, SourceColumn]]) -> str:
    return _tuples((table, each.heading) for table, each in columns)


def _tuples(places: Iterable[tuple[str, str]]) -> str:
    """The places in brackets; one that is nowhere where there are none."""
    listed = ", ".join(f"({literal(table)}, {literal(column)})" for table, column in places)
    return f"({listed or '(NULL, NULL)'})"


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
