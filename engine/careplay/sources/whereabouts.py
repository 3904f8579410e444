"""Where the data of a business have a customer: file by file, by the numbers of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.types import Type
from careplay.sources.columns import KEY, literal
from careplay.sources.kinds import located, read_raw
from careplay.sources.raw import SourceColumn
from careplay.sources.rejects import rejects_table

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A file of the data that has the customer."""

    table: str
    """``customers`` or ``events``."""
    file: str
    rows: tuple[int, ...]
    """By number; a heading is row 1."""


def whereabouts(
    business: Business, customer: str, connection: duckdb.DuckDBPyConnection
) -> Iterator[Whereabouts]:
    """Each file with rows under that key; SourceError or DataFaultError where one fails.

    The connection holds no table yet. Staff are asked nothing: they are no customers.
    """
    rejects_table(connection)
    parts = [each.table for each in business.events.parts] or [business.events]
    for name, table, key in (
        ("customers", business.customers, business.key),
        *(("events", each, each.columns.get(KEY, KEY)) for each in parts),
    ):
        if not table.location:
            continue
        column = SourceColumn(KEY, key, Type.TEXT, required=True)
        place = located(table, business, None)
        raw = read_raw(connection, place, (column,), name, numbered=True)
        found = connection.execute(
            f"""SELECT {raw.file} AS f, list({raw.row} ORDER BY {raw.row})
            FROM {raw.relation} WHERE trim({raw.cell(KEY)}::VARCHAR) = {literal(customer)}
            GROUP BY f ORDER BY f"""
        )
        yield from (Whereabouts(name, file, tuple(rows)) for file, rows in found.fetchall())
