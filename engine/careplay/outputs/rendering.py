"""The SQL by which values become text, for the outputs that hold nothing but text."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from careplay.sources.columns import quoted

if TYPE_CHECKING:
    import duckdb

BATCH = 20_000
"""Rows in memory at a time: some 20 MB of actions."""


def described_columns(
    connection: duckdb.DuckDBPyConnection, relation: str
) -> list[tuple[str, str]]:
    """Name and SQL type of every column, in order."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}")  # noqa: S608
    return [(str(row[0]), str(row[1])) for row in described.fetchall()]


def as_json(name: str, kind: str) -> str:
    """The SQL of a column's value in JSON."""
    return minute(name) if kind == "TIMESTAMP" else quoted(name)


def as_cell(name: str, kind: str) -> str:
    """The SQL of a column's value as the text of one cell."""
    if is_reasons(kind):
        return f"to_json({quoted(name)})::VARCHAR"
    if kind.endswith("[]"):
        return f"array_to_string({quoted(name)}, '; ')"
    return minute(name) if kind == "TIMESTAMP" else f"{quoted(name)}::VARCHAR"


def is_reasons(kind: str) -> bool:
    """Whether the type is that of ``because``: a list of facts with their values."""
    return kind.startswith("STRUCT(") and kind.endswith(")[]")


def minute(name: str) -> str:
    """The SQL of a moment to the minute."""
    return f"strftime({quoted(name)}, '%Y-%m-%dT%H:%M')"


def batches(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: str, rows: int = BATCH
) -> Generator[list[tuple[Any, ...]], None, None]:
    """What is told of each row, in order, a batch at a time; till then it has the connection.

    The rows are numbered, for where DuckDB counts them, one thread gives them: several give
    them as they come where DuckDB has made a join of the query, as it does of five values or
    more after IN. What is told here is made text by Python, which one thread keeps busy.
    """
    query = f"SELECT {columns}, row_number() OVER () FROM {relation}"  # noqa: S608
    # As tuples: pyarrow gives them sooner from 100,000 rows on, but takes 30 ms to import.
    found = connection.execute(query)
    while batch := found.fetchmany(rows):
        yield [told[:-1] for told in batch]
