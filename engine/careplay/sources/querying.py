"""Small answers from DuckDB, always fetched whole: a result left open blocks its connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def row_of(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """The first row of the answer, which has one."""
    found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    return found[0]


def mappings_of(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Every row of the answer, by the names of its columns."""
    found = connection.execute(sql)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def count_of(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The answer to a question that asks how many."""
    return int(row_of(connection, sql)[0])


def any_of(connection: duckdb.DuckDBPyConnection, relation: str, where: str) -> bool:
    """Whether the relation has a row of which it holds; the search ends at the first."""
    sql = f"SELECT 1 FROM {relation} WHERE {where} LIMIT 1"
    return bool(connection.execute(sql).fetchall())
