"""The part of a text file that is the table, where the file holds more than that.

A file that is laid out as usual is read as it is. Where rows stand above the heading, where a
row ends the table, where the encoding is stated and where Excel's ``sep=;`` opens the file,
the part is copied in UTF-8, once, and rows are counted as the file has them.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from careplay.bounds import MEGABYTE
from careplay.faults import DataFaultError
from careplay.frozen import dataclass
from careplay.model.written import Layout
from careplay.sources.connecting import passing_folder
from careplay.sources.headings import SPACES, joined_headings
from careplay.sources.locations import Location
from careplay.sources.text_files import HEAD, encoding, undisguised

if TYPE_CHECKING:
    import duckdb

DELIMITERS = ",;\t|"
SEP = "sep="
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FilePart:
    """What is read of a file, and how many rows of it stand above."""

    file: str
    path: str
    above: int = 0
    delimiter: str = ""
    """Where the file itself names it."""
    end: int | None = None
    """The row that ended the table."""


def part_of(
    file: str,
    location: Location,
    connection: duckdb.DuckDBPyConnection,
    copies: ExitStack,
) -> FilePart:
    """The whole file, or a copy of its table that lives as long as ``copies``."""
    layout = location.layout
    head = undisguised(file, "CSV", stated=layout.encoding)
    sep = not layout.encoding and head[:8].lstrip(b"\xef\xbb\xbf").lower().startswith(b"sep=")
    if not (layout.heading or layout.until or layout.encoding or sep):
        return FilePart(file, file)
    folder = tempfile.TemporaryDirectory(dir=passing_folder(connection))
    copy = Path(copies.enter_context(folder)) / "table.csv"
    codec = layout.encoding or encoding(file)
    try:
        with (
            Path(file).open(encoding=codec, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as into,
        ):
            return _copied(file, layout, source, into, location.bounds.max_cell * MEGABYTE)
    except UnicodeError as fault:
        said = f"{file} cannot be read in the encoding that is stated for it"
        raise DataFaultError(f"{said} ({fault}); is encoding: right?") from fault


def delimiter_of(head: str, file: str) -> str:
    """What stands between cells, by the line of the heading."""
    line = head.split("\n", 1)[0]
    if file.lower().endswith(".tsv"):
        return "\t"
    return max(DELIMITERS, key=line.count) if "," not in line else ","


def _copied(file: str, layout: Layout, source: TextIO, into: TextIO, longest: int) -> FilePart:
    """The table, written out; its heading is one row, whatever it was."""
    delimiter = ""
    first = source.readline(HEAD)
    if first.lstrip("\ufeff").lower().startswith(SEP):
        delimiter = first.lstrip("\ufeff").strip("\r\n")[len(SEP) :][:1]
        first = source.readline(HEAD)
    csv.field_size_limit(longest)
    lines = iter(chain([first] if first else [], source))
    above = csv.reader(lines, delimiter=delimiter or ",")
    skipped = sum(1 for _ in islice(above, layout.above))
    opening = next(lines, None)
    if opening is None or skipped < layout.above:
        which = f"no row {layout.above + 1}, which is stated as its heading; is heading: right?"
        raise DataFaultError(f"{file} has {which}")
    delimiter = delimiter or delimiter_of(opening, file)
    number = layout.above + max(1, len(layout.heading))
    into.write(_heading(opening, lines, number - layout.above, delimiter))
    end = _body(layout.until, number, delimiter, lines, into)
    return FilePart(file, into.name, number - 1, delimiter, end)


def _heading(opening: str, lines: Iterator[str], rows: int, delimiter: str) -> str:
    """One line of so many rows."""
    if rows == 1:
        return opening
    cells = csv.reader(chain([opening], lines), delimiter=delimiter)
    text = io.StringIO()
    end = "\r\n" if opening.endswith("\r\n") else "\n"  # as the other rows end
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(joined_headings([*islice(cells, rows)]))
    return text.getvalue()


def _body(
    until: str, above: int, delimiter: str, lines: Iterator[str], into: TextIO
) -> int | None:
    """The rows up to the one that ends the table, whose number comes back."""
    if not until:
        into.writelines(lines)
        return None
    number, is_open = above, False
    for line in lines:
        if not is_open:
            number += 1
            if until in line and _begins(line, until, delimiter):
                return number
        is_open ^= line.count('"') % 2 == 1
        into.write(line)
    return None


def _begins(line: str, until: str, delimiter: str) -> bool:
    """Whether the first filled cell of the row begins so."""
    cells = next(csv.reader([line], delimiter=delimiter), [])
    filled = (cell for each in cells if (cell := each.strip(SPACES)))
    return next(filled, "").startswith(until)
