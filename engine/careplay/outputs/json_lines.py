"""Actions as JSON lines: one action a line, its keys in the order of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from careplay.outputs.rendering import as_json, batches, described_columns
from careplay.sources.columns import literal
from careplay.visible import in_json

if TYPE_CHECKING:
    import duckdb


def write(connection: duckdb.DuckDBPyConnection, relation: str, stream: BinaryIO) -> None:
    """Write every row as a line of UTF-8; only what nobody could see is escaped."""
    entries = ", ".join(
        f"{literal(name)}: {as_json(name, kind)}"
        for name, kind in described_columns(connection, relation)
    )
    stream.writelines(
        in_json("".join(f"{line}\n" for (line,) in batch)).encode()
        for batch in batches(connection, relation, f"to_json({{{entries}}})::VARCHAR")
    )
