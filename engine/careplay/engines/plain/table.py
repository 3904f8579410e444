"""Rows as the relation ``actions``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from careplay.engines.base import RELATION
from careplay.model.actions import ACTION_COLUMNS

ROWS = "plain_actions"
"""The table behind the view, so that one engine may replace the view of another."""

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def register(connection: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Make the rows, in their order, the view ``actions`` on the connection."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    columns = {
        name: pa.array([row[name] for row in rows], _arrow_type(kind))
        for name, kind in ACTION_COLUMNS
    }
    connection.register(ROWS, pa.table(columns))
    view = f"CREATE OR REPLACE TEMP VIEW {RELATION} AS SELECT * FROM {ROWS}"  # noqa: S608
    connection.execute(view)


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
