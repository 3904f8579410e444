"""JSON lines: an object a line, read once into a table of text cells.

Read by Python's own json, which gives each number as it is written: a reader that makes
doubles of them would hide ``1.38e10`` where a phone was meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from careplay.bounds import MEGABYTE
from careplay.diagnostics import quoted
from careplay.frozen import dataclass
from careplay.sources import staging
from careplay.sources.faults import NOT_PLAIN, SHAPE
from careplay.sources.headings import SPACES, places, there, undeclared
from careplay.sources.locations import Location
from careplay.sources.partitions import partitions
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.rejects import Reject, reject
from careplay.sources.text_files import (
    TOO_LONG,
    encoding,
    lines_of,
    too_long,
    undisguised,
)
from careplay.sources.wordings import PLAIN
from careplay.sources.words import bytes_shown, plain

if TYPE_CHECKING:
    import duckdb

EXPECTED = 'one JSON object a line, such as {"customer_id": "C1"}'


def read_json_lines(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[SourceColumn],
    table: str,
) -> Raw:
    """Every file's declared columns as text; a key that no line has is a lacking column."""
    name = staging.new_table(connection, table, columns)
    broken: list[Reject] = []
    keys: dict[str, None] = {}
    for number, file in enumerate(location.files):
        undisguised(file, "JSON", stated=location.layout.encoding)

        def tell(
            line: int, text: str, wanted: str, heading: str = "", file: str = file
        ) -> None:
            code = NOT_PLAIN if heading else SHAPE
            broken.append((file, line, heading, text[:200], wanted, code, table))

        codec = location.layout.encoding or encoding(file)
        read = _Lines(file, location.bounds.max_cell * MEGABYTE, codec)
        staging.insert(connection, name, number, _rows(read, columns, keys, tell))
    if broken:
        reject(connection, broken)
    if keys:
        places(tuple(keys), columns, location.name)
    raw = staging.staged(table, name, there(columns, keys), location.files)
    return staging.noted(raw, undeclared(tuple(keys), columns, location.name, table))


@dataclass(frozen=True, slots=True)
class _Lines:
    """A file, and how many characters a line of it may have."""

    name: str
    longest: int
    codec: str


class LineTeller(Protocol):
    """What is told of a line: of a cell, where its heading is given."""

    def __call__(self, line: int, text: str, wanted: str, heading: str = "") -> None:
        """Keep what is wrong, and what was expected."""


def _rows(
    file: _Lines,
    columns: Sequence[SourceColumn],
    keys: dict[str, None],
    tell: LineTeller,
) -> Iterator[tuple[int, staging.TextCells]]:
    folders = partitions(file.name)
    with Path(file.name).open(encoding=file.codec) as opened:
        for number, line in enumerate(lines_of(opened, file.longest), 1):
            if not line.strip():
                continue
            if TOO_LONG in line:
                tell(number, "", too_long(file.longest))
                continue
            found = _object(line)
            if isinstance(found, str):
                tell(number, line.strip(), found)
                continue
            row: Mapping[str, object] = {**folders, **found}
            keys.update(dict.fromkeys(row))
            cells = tuple(plain(row.get(column.heading)) for column in columns)
            for column, cell in zip(columns, cells, strict=True):
                if isinstance(cell, bytes):
                    tell(number, bytes_shown(cell), PLAIN, column.heading)
            yield number, tuple(map(_cell, cells))


def _object(line: str) -> dict[str, object] | str:
    """The object of the line; what was expected, where there is none or a key stands twice."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(name for name in found if names.count(name) > 1)
        return found

    try:
        found = json.loads(line, parse_int=str, parse_float=str, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return EXPECTED
    if twice:
        return f"each key once, and not {quoted(twice[0])} twice"
    return found if isinstance(found, dict) else EXPECTED


def _cell(text: str | bytes | None) -> str | None:
    return (text.strip(SPACES) or None) if isinstance(text, str) else None
