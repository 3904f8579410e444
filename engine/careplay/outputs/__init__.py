"""What becomes of the actions: the day's partition, files, streams, and a table for people.

Every output takes ``relation``, whatever may stand after FROM on the connection, and keeps
the order of its rows. A view is worked out anew by each output that reads it; once the
partition is written, ``partition.actions_of`` reads the same actions for next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from careplay.faults import OutputError
from careplay.outputs import csv_text, json_lines, parquet
from careplay.outputs.files import replacing

if TYPE_CHECKING:
    import duckdb

Writer: TypeAlias = Callable[["duckdb.DuckDBPyConnection", str, BinaryIO], None]

STREAMS: Mapping[str, Writer] = {"jsonl": json_lines.write, "csv": csv_text.write}
"""The formats that can be written to a stream, such as standard output, row by row."""
ENDINGS = (".csv", ".jsonl", ".parquet")


def save(relation: str, connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write the actions to a file in the format its ending names: whole, or not at all."""
    ending = file.suffix.lower()
    if ending == ".parquet":
        parquet.write(connection, relation, file)
    elif ending in ENDINGS:
        with replacing(file) as part, part.open("wb") as stream:
            STREAMS[ending[1:]](connection, relation, stream)
    else:
        message = (
            f'cannot tell the format of "{file}"; its name must end in .csv, .jsonl or .parquet'
        )
        raise OutputError(message)
