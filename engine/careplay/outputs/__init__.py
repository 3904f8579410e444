"""What becomes of the actions: the day's partition, files, streams, and a table for people.

Every output takes ``relation``, whatever may stand after FROM on the connection, and keeps
the order of its rows. A view is worked out anew by each output that reads it; once the
partition is written, ``partition.actions_of`` reads the same actions for next to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from careplay.faults import OutputError

if TYPE_CHECKING:
    import duckdb

STREAMS = {
    "jsonl": "careplay.outputs.json_lines",
    "csv": "careplay.outputs.csv_text",
}
"""The formats that can be written to a stream, such as standard output, row by row: the name of
each, which is also the ending of its files, and its module."""
FORMATS = (*STREAMS, "parquet")
"""Every format by name."""
REPORTS = ("text", "json", "junit")
"""What can be made of stories that were played; each is a module, ``tested_text`` and so on."""
REPORT_ENDINGS = {".json": "json", ".xml": "junit"}
"""Which of them are saved, by the ending of the file."""
CHECK_REPORTS = ("text", "json", "github", "gitlab", "sarif", "junit")
"""What can be made of what was found in playbooks; each is a module of ``checked``."""
CHECK_ENDINGS = {".json": "json", ".sarif": "sarif", ".xml": "junit"}
"""Which of them are saved, by the ending of the file."""


class StreamFormat(Protocol):
    """A module that writes actions in one format."""

    def write(
        self, connection: duckdb.DuckDBPyConnection, relation: str, stream: BinaryIO
    ) -> None:
        """Write every row, in order."""


def stream(
    relation: str, connection: duckdb.DuckDBPyConnection, into: BinaryIO, form: str
) -> None:
    """Write the actions to a stream, row by row."""
    if form not in STREAMS:
        message = f'"{form}" cannot be written to a stream; {" and ".join(STREAMS)} can'
        raise OutputError(message)
    cast("StreamFormat", import_module(STREAMS[form])).write(connection, relation, into)


def save(relation: str, connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write the actions to a file in the format its ending names: whole, or not at all."""
    from careplay.outputs import parquet  # noqa: PLC0415 - where something is written
    from careplay.outputs.files import replacement_of  # noqa: PLC0415

    form = form_of(file, {f".{each}": each for each in sorted(FORMATS)})
    if form in STREAMS:
        with replacement_of(file) as part, part.open("wb") as into:
            stream(relation, connection, into, form)
    else:
        parquet.write(connection, relation, file)


def form_of(file: Path, endings: Mapping[str, str]) -> str:
    """What the ending of the file's name stands for; OutputError where it is none of those."""
    form = endings.get(file.suffix.lower())
    if form is None:
        *others, last = endings
        known = f"{', '.join(others)} or {last}"
        message = f'cannot tell the format of "{file}"; its name must end in {known}'
        raise OutputError(message)
    return form
