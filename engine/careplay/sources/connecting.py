"""A DuckDB connection for one run: in memory, and with what its wheel holds built in only."""

from __future__ import annotations

import itertools
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_numbers = itertools.count(1)
"""So that the databases beside one connection have names of their own."""


def connect() -> duckdb.DuckDBPyConnection:
    """A new database in memory that never fetches an extension."""
    import duckdb  # noqa: PLC0415 - heavy

    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    return _silent(connection)


def beside(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A new database in memory beside those of the connection, which keeps its own.

    It is named ``careplay_1`` and so on, and let go once nothing holds what is returned.
    """
    made = _silent(connection.cursor())
    name = f"careplay_{next(_numbers)}"
    made.execute(f"ATTACH ':memory:' AS {name}")
    made.execute(f"USE {name}")
    weakref.finalize(made, _let_go, connection.cursor(), name).atexit = False
    return made


def _silent(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    # Its bar goes to standard output, where a program may be reading actions.
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET enable_progress_bar_print = false")
    return connection


def _let_go(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    import duckdb  # noqa: PLC0415 - heavy

    with suppress(duckdb.Error):  # whose connection it was has closed it
        connection.execute(f"DETACH {name}")
