"""The kinds of table, each with the module that reads it, imported when one is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from careplay.sources.locations import Format, Location
from careplay.sources.raw import Column, Raw

if TYPE_CHECKING:
    import duckdb


def read(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[Column],
    table: str,
    *,
    numbered: bool = False,
) -> Raw:
    """The declared columns of the files at the location, as they stand there."""
    match location.kind:
        case Format.CSV:
            from careplay.sources.csv_files import read_csv  # noqa: PLC0415

            return read_csv(connection, location, columns, table, numbered=numbered)
        case Format.PARQUET:
            from careplay.sources.parquet_files import read_parquet  # noqa: PLC0415

            return read_parquet(connection, location, columns, table)
        case Format.JSONL:
            from careplay.sources.json_lines import read_json_lines  # noqa: PLC0415

            return read_json_lines(connection, location, columns, table)
        case Format.XLSX:
            from careplay.sources.workbooks import read_workbook  # noqa: PLC0415

            return read_workbook(connection, location, columns, table)
        case Format.SQLITE:
            from careplay.sources.sqlite_tables import read_sqlite  # noqa: PLC0415

            return read_sqlite(connection, location, columns, table)
        case _:
            assert_never(location.kind)
