"""A DuckDB connection for one run: in memory, and with what its wheel holds built in only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A new database in memory that never fetches an extension."""
    import duckdb  # noqa: PLC0415 - heavy

    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    # Its bar goes to standard output, where a program may be reading actions.
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET enable_progress_bar_print = false")
    return connection
