"""Where a table is, and the module that reads its kind, imported when there is one of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from careplay.model.business import Business, Table
from careplay.sources.held import MemoryTable, read_held
from careplay.sources.locations import Format, Location, locate, readable
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.reaching import demand_inside

if TYPE_CHECKING:
    import duckdb


def located(
    table: Table, business: Business, instead: str | MemoryTable | None
) -> Location | MemoryTable:
    """Where a table is read from: where its business says, or what is given in its stead.

    A location that is given is relative to where we stand, and laid out as the business says.
    """
    if isinstance(instead, MemoryTable):
        return instead
    if instead:
        found = locate(instead, None, business.bounds)
        return replace(readable(found), layout=table.layout)
    return located_files(table, business)


def located_files(table: Table, business: Business) -> Location:
    """Where the business says that it is read from."""
    found = locate(table.location, business.folder, business.bounds)
    demand_inside(found, business.folder, business.bounds)
    return replace(readable(found), layout=table.layout)


def plain_files(place: Location | MemoryTable | None) -> tuple[str, ...]:
    """The files that nobody should write while they are read; databases see to that."""
    if isinstance(place, Location) and place.kind is not Format.SQLITE:
        return place.opened
    return ()


def read_raw(
    connection: duckdb.DuckDBPyConnection,
    location: Location | MemoryTable,
    columns: Sequence[SourceColumn],
    table: str,
    *,
    numbered: bool = False,
) -> Raw:
    """The declared columns of what is at the location, as they stand there."""
    if isinstance(location, MemoryTable):
        return read_held(connection, location, columns, table)
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
        case Format.SQLITE | Format.POSTGRESQL:
            return _of_database(connection, location, columns, table)
        case _:
            assert_never(location.kind)


def _of_database(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[SourceColumn],
    table: str,
) -> Raw:
    if location.kind is Format.SQLITE:
        from careplay.sources.sqlite_tables import read_sqlite  # noqa: PLC0415

        return read_sqlite(connection, location, columns, table)
    from careplay.sources.postgresql import read_postgresql  # noqa: PLC0415

    return read_postgresql(connection, location, columns, table)
