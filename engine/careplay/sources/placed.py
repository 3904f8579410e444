"""Where the rows of one customer stand: his own in one table, those of his events in another.

Both have ``#file VARCHAR, #row BIGINT`` before the typed columns; a server's rows have no
number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from careplay.sources.columns import KEY, literal, quoted
from careplay.sources.examining import ProfiledTable
from careplay.sources.locations import is_at_server

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.typed import KeptEvents

PLACED_CUSTOMER, PLACED_EVENTS = "placed_customer", "placed_events"
FILE, ROW = "#file", "#row"


def create_placed(
    connection: duckdb.DuckDBPyConnection,
    known: ProfiledTable,
    kept: KeptEvents,
    customer: str,
) -> None:
    """Make both tables; the events are those that were not left out."""
    of_customer = known.raw.relation, known.values
    _create(connection, PLACED_CUSTOMER, known, of_customer, customer)
    _create(connection, PLACED_EVENTS, kept.examined, (kept.relation, kept.values), customer)


def _create(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    examined: ProfiledTable,
    read: tuple[str, Mapping[str, str]],
    customer: str,
) -> None:
    raw, (relation, values) = examined.raw, read
    number = f"CASE WHEN NOT {is_at_server('f')} THEN r END"
    typed = ", ".join(f"{sql} AS {quoted(column)}" for column, sql in values.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS "
        f'SELECT f AS "{FILE}", {number} AS "{ROW}", * EXCLUDE (f, r) FROM '
        f"(SELECT {raw.file} AS f, {raw.row} AS r, {typed} FROM {relation})"
        f" WHERE {quoted(KEY)}::VARCHAR = {literal(customer)} ORDER BY f, r"
    )
