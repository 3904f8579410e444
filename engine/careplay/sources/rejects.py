"""The table of everything that could not be used, one row a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from careplay.masks import MASK, SHAPES
from careplay.model.types import Type
from careplay.sources.columns import literal
from careplay.sources.faults import ENDS_FIRST
from careplay.sources.raw import SourceColumn

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
        'SELECT "file", "row", "column", "value", "expected", "code" FROM "told_faults" '
        f"WHERE {holding(day)} "
        'ORDER BY "table" <> \'customers\', "table", "file", "row" NULLS LAST, "column", '
        '"code", "value", "expected"'
    )


def rejects_table(connection: duckdb.DuckDBPyConnection) -> None:
    """The table of all faults, made where it is not there yet, and ``rejects``, a view of it.

    The view has the columns of the rejects file, in the same order on every run. Between the
    two stands ``told_faults``, which everything goes through that is told to anybody.
    """
    connection.execute(
        'CREATE TABLE IF NOT EXISTS "all_faults" ("file" VARCHAR, "row" BIGINT, '
        '"column" VARCHAR, "value" VARCHAR, "expected" VARCHAR, "code" VARCHAR, '
        '"table" VARCHAR, "since" DATE, "until" DATE)'
    )
    tell_faults(connection, {})
    connection.execute(f'CREATE OR REPLACE VIEW "rejects" AS {listed(None)}')


def tell_faults(
    connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Sequence[SourceColumn]]
) -> None:
    """The view of the faults without what is personal, by the columns of each table.

    Of a row that cannot be split nobody knows which part is whose: where a column of its table
    is personal all of it is masked.
    """
    private = [(table, each) for table, own in columns.items() for each in own if each.personal]
    keys = [(t, each) for t, own in columns.items() for each in own if each.key]
    texts = _places((t, c) for t, c in private if c.type is Type.TEXT)
    whole = _tuples((table, "") for table in dict.fromkeys(table for table, _ in private))
    connection.execute(
        f"""CREATE OR REPLACE VIEW "told_faults" AS SELECT rowid AS "id", * REPLACE (
        CASE WHEN "value" = '' THEN ''
          WHEN {PLACE} IN {texts} AND length("value") > 1 THEN left("value", 1) || '{MASK}'
          WHEN {PLACE} IN {_places(private)} OR {PLACE} IN {whole} THEN '{MASK}'
          WHEN {PLACE} IN {_places(keys)} THEN "value"
          ELSE regexp_replace("value", {literal(SHAPES)}, '{MASK}', 'g') END AS "value",
        CASE WHEN {PLACE} IN {_places(private)} AND "code" = '{ENDS_FIRST}'
          THEN 'another day' ELSE "expected" END AS "expected")
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
