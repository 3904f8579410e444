"""CSV and TSV files, read once into a table of text cells.

DuckDB reads a file that is in order. One it refuses is read again by Python, slower, which
tells every broken row with its number and keeps the others. A row's number is what Excel
shows: a cell with a line break in it does not count twice.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.bounds import MEGABYTE
from careplay.faults import DataFaultError
from careplay.frozen import dataclass
from careplay.sources import staging
from careplay.sources.columns import file_literal, literal
from careplay.sources.connecting import passing_folder
from careplay.sources.faults import SHAPE
from careplay.sources.headings import (
    NOWHERE,
    SPACES,
    clean_headings,
    places_in_all,
    there,
    told_apart,
    undeclared,
)
from careplay.sources.locations import Location
from careplay.sources.notes import DataNote, TableEnd
from careplay.sources.partitions import partitions
from careplay.sources.querying import count_of
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.rejects import Reject, reject
from careplay.sources.text_files import (
    HEAD,
    TOO_LONG,
    blocks_of,
    encoding,
    first_lines,
    has_nul,
    lines_of,
    too_long,
    transcoded,
)
from careplay.sources.text_parts import FilePart, delimiter_of, part_of

if TYPE_CHECKING:
    import duckdb

HEADING_ROW = 1
NO_NUL = "a row without a NUL character (databases pad with them); delete it"
NOTHING = ""
"""Behind all cells of a row, and so the one at ``NOWHERE``."""


@dataclass(frozen=True, slots=True)
class _File:
    """One file: what its heading says."""

    name: str
    number: int
    delimiter: str
    headings: tuple[str, ...]
    folders: Mapping[str, str]
    """What the names of its folders tell, as columns behind its own."""
    longest: int
    """So many characters a cell, or a line, may have."""
    places: tuple[int, ...] = ()
    """Where each column stands; beyond the width, in the names of its folders."""
    path: str = ""
    """What is read: the file itself, or a copy of the part of it that is the table."""
    above: int = 0
    """So many rows stand above the heading."""

    @property
    def width(self) -> int:
        return len(self.headings)


def read_csv(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[SourceColumn],
    table: str,
    *,
    numbered: bool = False,
) -> Raw:
    """Every file's declared columns as text; ``numbered`` counts blank lines in row numbers."""
    with ExitStack() as copies:
        parts = [part_of(file, location, connection, copies) for file in location.files]
        return _read(connection, location, parts, columns, table, numbered=numbered)


def _read(  # noqa: PLR0913 - read_csv, with what is read of each file
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    parts: Sequence[FilePart],
    columns: Sequence[SourceColumn],
    table: str,
    *,
    numbered: bool,
) -> Raw:
    import duckdb  # noqa: PLC0415 - heavy

    numbered = numbered or any(has_nul(each.path) for each in parts)
    files, columns = _headed(location, parts, columns)
    notes: list[DataNote] = []
    for file, part in zip(files, parts, strict=True):
        notes += undeclared(file.headings, columns, file.name, table)
        if until := location.layout.until:
            notes.append(TableEnd(table, file.name, until, part.end))
    name = staging.new_table(connection, table, columns, numbered=numbered)
    starts: list[int] = []
    rows = 0
    for file in files:
        starts.append(rows - file.above)
        try:
            if numbered and _is_read_by_rows(file.path):
                rows += _read_slowly(connection, name, file, table)
            else:
                rows += _read_fast(connection, name, file, file.path, numbered=numbered)
        except duckdb.Error:
            if not numbered:
                return _read(connection, location, parts, columns, table, numbered=True)
            rows += _read_slowly(connection, name, file, table)
    listed = ", ".join(map(str, starts))
    fast_row = f'rowid - list_extract([{listed}], "#file" + 1) + 2'
    raw = staging.staged(
        table, name, columns, location.files, '"#row"' if numbered else f"({fast_row})"
    )
    return replace(staging.noted(raw, notes), numbered=numbered)


def _headed(
    location: Location, parts: Sequence[FilePart], columns: Sequence[SourceColumn]
) -> tuple[list[_File], Sequence[SourceColumn]]:
    """The files with the places of the columns, and those columns that are there."""
    longest = location.bounds.max_cell * MEGABYTE
    files = [_opened(part, number, longest) for number, part in enumerate(parts)]
    files = [replace(each, headings=told_apart(each.headings, columns)) for each in files]
    columns = there(columns, {each for file in files for each in _all(file)})
    found = places_in_all(((each.name, _all(each)) for each in files), columns)
    placed = zip(files, found, strict=True)
    return [replace(each, places=at) for each, at in placed], columns


def may_be_misnumbered(raw: Raw) -> bool:
    """Whether blank lines make the row numbers of the table too small."""
    return not raw.numbered and any(map(_has_blank_lines, raw.files))


def _all(file: _File) -> tuple[str, ...]:
    return (*file.headings, *file.folders)


def _opened(part: FilePart, number: int, longest: int) -> _File:
    """What the file's heading says."""
    name = part.file
    with Path(part.path).open("rb") as opened:
        head = first_lines(part.path, opened.read(HEAD))
    delimiter = part.delimiter or delimiter_of(head, name)
    csv.field_size_limit(longest)
    headings = clean_headings(
        next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
    )
    if not any(headings):
        which = f"row {part.above + 1}" if part.above else "its first row"
        message = f"{name} is empty; {which} must name the columns"
        raise DataFaultError(message)
    return _File(
        name,
        number,
        delimiter,
        headings,
        partitions(name),
        longest,
        path=part.path,
        above=part.above,
    )


def _read_fast(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    file: _File,
    path: str,
    *,
    numbered: bool,
) -> int:
    types = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(file.width))
    number = f"row_number() OVER () + {file.above + 1}, " if numbered else ""
    cells = ", ".join(_cell(file, place) for place in file.places)
    return count_of(
        connection,
        f'INSERT INTO "{table}" SELECT {file.number}, {number}{cells} FROM read_csv('
        f"{file_literal(path)}, auto_detect=false, header=true, "
        f"delim={literal(file.delimiter)}, "
        "quote='\"', escape='\"', strict_mode=true, null_padding=false, "
        f"max_line_size={file.longest}, columns={{{types}}})",
    )


def _cell(file: _File, place: int) -> str:
    """The SQL of a cell: without spaces around it, NULL where it is empty."""
    if place == NOWHERE:
        return "NULL"
    if place >= file.width:
        return f"nullif({literal([*file.folders.values()][place - file.width])}, '')"
    return f"nullif(trim(c{place}), '')"


def _read_slowly(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    file: _File,
    of: str,
) -> int:
    """Transcode what is not UTF-8; failing that too, read row by row and tell broken ones."""
    import duckdb  # noqa: PLC0415 - heavy

    name = encoding(file.path)
    if name != "utf-8-sig" and not _is_read_by_rows(file.path):
        with tempfile.TemporaryDirectory(dir=passing_folder(connection)) as folder:
            copy = transcoded(file.path, Path(folder), name)
            try:
                return _read_fast(connection, table, file, copy, numbered=True)
            except duckdb.Error:
                pass
    broken: list[Reject] = []
    count = staging.insert(connection, table, file.number, _rows(file, name, of, broken))
    if broken:
        reject(connection, broken)
    return count


def _rows(
    file: _File, name: str, of: str, broken: list[Reject]
) -> Iterator[tuple[int, staging.TextCells]]:
    with Path(file.path).open(encoding=name, newline="") as opened:
        # As DuckDB has it, a quote behind a space opens a cell, too.
        reader = csv.reader(
            lines_of(opened, file.longest),
            delimiter=file.delimiter,
            strict=True,
            skipinitialspace=True,
        )
        number = 0
        while True:
            number += 1
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                if _is_open(fault):
                    raise DataFaultError(_unclosed(file, number, line, fault)) from fault
                expected = "quotes around whole cells, and two quotes for one inside"
                broken.append((file.name, number + file.above, "", "", expected, SHAPE, of))
                continue
            if number == HEADING_ROW or not cells:
                continue
            if expected := _amiss(cells, file):
                shown = file.delimiter.join(cells).replace(TOO_LONG, "…")[:200]
                broken.append((file.name, number + file.above, "", shown, expected, SHAPE, of))
                continue
            whole = (*cells[: file.width], *file.folders.values(), NOTHING)
            yield (
                number + file.above,
                tuple(whole[place].strip(SPACES) or None for place in file.places),
            )


def _amiss(cells: Sequence[str], file: _File) -> str:
    """What was expected of the row, where it is otherwise; one comma at its end is no cell."""
    width = file.width
    if any(TOO_LONG in cell for cell in cells):
        return too_long(file.longest)
    if any("\x00" in cell for cell in cells):
        return NO_NUL
    if len(cells) == width or (len(cells) == width + 1 and not cells[-1]):
        return ""
    return f"{width} cells, as the heading has, not {len(cells)}"


def _is_open(fault: csv.Error) -> bool:
    """Whether it ends what can be read: a cell has no end, or none within the limit."""
    return "unexpected end" in str(fault) or "field limit" in str(fault)


def _unclosed(file: _File, row: int, line: int, fault: csv.Error) -> str:
    where, most = f"{file.name}:{row + file.above}: {SHAPE}", file.longest // MEGABYTE
    line += file.above
    if "field limit" in str(fault):
        return (
            f"{where} a cell that begins in line {line} has more than {most} MB; is a quote "
            '(") opened there and never closed? If not, --max-cell raises the limit'
        )
    return (
        f'{where} a quote (") is opened in line {line} and never closed, so that '
        "the rows from there on cannot be told apart; close it or take it out"
    )


def _is_read_by_rows(file: str) -> bool:
    """Whether there is something in the file that DuckDB would not number or not tell."""
    return _has_blank_lines(file) or has_nul(file)


def _has_blank_lines(file: str) -> bool:
    """Whether a line without anything stands before the last row (or inside a cell)."""
    blank = False
    for block in blocks_of(file, 2):
        text = block.rstrip(b"\r\n")
        if blank and text:
            return True
        if b"\n\n" in text or b"\n\r\n" in text:
            return True
        blank = blank or b"\n\n" in block or b"\n\r\n" in block
    return False
