"""Rows as relations of actions, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from careplay.engines.base import RELATION
from careplay.model.actions import ACTION_COLUMNS

ROWS = "plain_"
"""Before the name of the table behind a view: an engine may replace the view of another."""

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def register(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[Mapping[str, Any]],
    into: str = RELATION,
) -> None:
    """Make the rows, in their order, a view on the connection."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    columns = {
        name: pa.array([row[name] for row in rows], _arrow_type(kind))
        for name, kind in ACTION_COLUMNS
    }
    connection.register(f"{ROWS}{into}", pa.table(columns))
    view = f"CREATE OR REPLACE TEMP VIEW {into} AS SELECT * FROM {ROWS}{into}"  # noqa: S608
    connection.execute(view)


def fetched(connection: duckdb.DuckDBPyConnection, relation: str) -> list[dict[str, Any]]:
    """The rows of a relation in its order; none where it has no name."""
    if not relation:
        return []
    result = connection.execute(f"SELECT * FROM {relation}")  # noqa: S608
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


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
