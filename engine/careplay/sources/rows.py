"""The two tables as Python values, for the engine written in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careplay.model.types import Scalar
from careplay.sources.loaded import Loaded

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Scalar | None]


def rows(loaded: Loaded) -> tuple[list[Row], list[Row]]:
    """Customers and events, a mapping each; a value that is missing is None."""
    return (
        _fetched(loaded.connection.execute(f'SELECT * FROM "{loaded.customers}"')),
        _fetched(loaded.connection.execute(f'SELECT * FROM "{loaded.events}"')),
    )


def _fetched(result: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in result.description or ()]
    found: list[tuple[Any, ...]] = result.fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]
