"""Actions as JSON lines: one action a line, its keys in the order of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from careplay.outputs.rendering import as_json, batches, described_columns
from careplay.sources.columns import literal

if TYPE_CHECKING:
    import duckdb


def write(connection: duckdb.DuckDBPyConnection, relation: str, stream: BinaryIO) -> None:
    """Write every row as a line of UTF-8; letters stand as they are, without escapes."""
    entries = ", ".join(
        f"{literal(name)}: {as_json(name, kind)}"
        for name, kind in described_columns(connection, relation)
    )
    for batch in batches(connection, relation, f"to_json({{{entries}}})::VARCHAR"):
        stream.writelines(f"{line}\n".encode() for (line,) in batch)
