"""Rows as relations of actions, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from careplay.engines.base import WHOLE, told_of
from careplay.model.actions import WHOLE_COLUMNS
from careplay.sources.querying import mappings_of

ROWS = "plain_"
"""Before the name of the table behind a view: an engine may replace the view of another."""

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def register(connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make the rows, in their order, the relations of a date's actions."""
    as_table(connection, WHOLE, rows)
    connection.execute(told_of(WHOLE))


def as_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    columns: Iterable[tuple[str, str]] = WHOLE_COLUMNS,
) -> None:
    """Make the rows, in their order, a view on the connection."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    arrays = {
        name: pa.array([row[name] for row in rows], _arrow_type(kind)) for name, kind in columns
    }
    connection.register(f"{ROWS}{name}", pa.table(arrays))
    view = f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {ROWS}{name}"  # noqa: S608
    connection.execute(view)


def fetched(connection: duckdb.DuckDBPyConnection, relation: str) -> list[dict[str, Any]]:
    """The rows of a relation in its order; none where it has no name."""
    if not relation:
        return []
    return mappings_of(connection, f"SELECT * FROM {relation}")  # noqa: S608


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return {
        "VARCHAR": pa.string(),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
        "INTEGER": pa.int32(),
        "VARCHAR[]": pa.list_(pa.string()),
        "STRUCT(fact VARCHAR, value VARCHAR)[]": pa.list_(
            pa.struct({"fact": pa.string(), "value": pa.string()})
        ),
    }[kind]
