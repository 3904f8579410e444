"""Files that nobody has described yet, looked at: their tables, headings and values.

They are read by the readers of all tables, as text, with as much of their layout found out as
their first and last rows show. What is found is a guess, which whoever shows it must say.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.bounds import MEGABYTE, Bounds
from careplay.faults import CareplayError, DataFaultError
from careplay.frozen import dataclass
from careplay.model.types import Type
from careplay.model.written import CODECS, Layout
from careplay.reading.workbooks import WorkbookError, open_sheet
from careplay.sources import sqlite_tables
from careplay.sources.columns import quoted
from careplay.sources.encodings import foreign, is_utf_16
from careplay.sources.grids import GridLayout, layout_of
from careplay.sources.headings import SPACES, joined_headings
from careplay.sources.kinds import read_raw
from careplay.sources.locations import Format, Location, locate, readable
from careplay.sources.notes import UndeclaredColumns
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.rejects import rejects_table
from careplay.sources.text_files import BLOCK, HEAD, UTF_16, encoding, undisguised
from careplay.sources.text_parts import DELIMITERS
from careplay.sources.words import as_text

if TYPE_CHECKING:
    import duckdb

VALUES = 5_000
"""So many different values of a column are looked at, the commonest first."""
FIRST, LAST = 40, 12
"""So many rows of either end of a file show how it is laid out."""


@dataclass(frozen=True, slots=True)
class PeekedColumn:
    """A column as text: how much of it is filled, and its values."""

    heading: str
    rows: int
    filled: int
    different: int
    values: tuple[tuple[str, int], ...]
    """The commonest first, each with how many rows have it."""

    @property
    def is_unique(self) -> bool:
        """Whether it tells rows apart."""
        return 0 < self.filled == self.different == self.rows


@dataclass(frozen=True, slots=True)
class PeekedTable:
    """A table of a file, and how it is laid out there."""

    file: Path
    part: str
    """The sheet, or the table of an SQLite file."""
    layout: GridLayout
    encoding: str
    """As careplay.yaml names it; empty where it need not be stated."""
    columns: tuple[PeekedColumn, ...]

    @property
    def rows(self) -> int:
        """How many there are."""
        return max((each.rows for each in self.columns), default=0)

    @property
    def name(self) -> str:
        """What it is called: its sheet or table, and its file."""
        return f"{self.part} {self.file.stem}".strip()


@dataclass(frozen=True, slots=True)
class NotPeeked:
    """A file, or a part of it, of which nothing could be read, and why."""

    file: Path
    why: str


def peeked(
    connection: duckdb.DuckDBPyConnection, file: Path, bounds: Bounds
) -> Iterator[PeekedTable | NotPeeked]:
    """Every table of the file."""
    rejects_table(connection)
    try:
        parts = [*_parts(file, bounds)]
    except CareplayError as fault:
        yield NotPeeked(file, str(fault))
        return
    for part in parts:
        try:
            yield _peeked(connection, file, part, bounds)
        except CareplayError as fault:
            yield NotPeeked(file, f"{part}: {fault}" if part else str(fault))


def _parts(file: Path, bounds: Bounds) -> Iterator[str]:
    """The sheets or tables in the file; one without a name where it is itself a table."""
    suffix = file.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        yield from _sheets(file, bounds)
    elif _is_sqlite(file):
        with sqlite_tables.opened(file) as db:
            yield from sqlite_tables.tables_of(db)
    else:
        readable(locate(str(file), None, bounds))
        yield ""


def _sheets(file: Path, bounds: Bounds) -> tuple[str, ...]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - heavy

    try:
        open_sheet(str(file), "", bounds)
        return tuple(CalamineWorkbook.from_path(str(file)).sheet_names)
    except WorkbookError as fault:
        raise DataFaultError(f"{file} {fault.problem}; {fault.way}") from fault
    except (CalamineError, OSError) as fault:
        raise DataFaultError(f"{file} cannot be read as an Excel workbook") from fault


def _is_sqlite(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(15) == b"SQLite format 3"


def _peeked(
    connection: duckdb.DuckDBPyConnection, file: Path, part: str, bounds: Bounds
) -> PeekedTable:
    if _is_sqlite(file):
        place = Location(Format.SQLITE, (str(file),), part, bounds)
        with sqlite_tables.opened(file) as db:
            headings = sqlite_tables.headings_of(db, part)
        columns = tuple(_columns(connection, place, headings))
        return PeekedTable(file, part, GridLayout(), "", columns)
    place = locate(f"{file}#{part}" if part else str(file), None, bounds)
    if place.kind in {Format.PARQUET, Format.JSONL}:
        columns = tuple(_columns(connection, place, _undeclared(connection, place)))
        return PeekedTable(file, part, GridLayout(), "", columns)
    name = _stated_encoding(file) if place.kind is Format.CSV else ""
    first, last = _rows(place, CODECS.get(name, ""))
    layout = layout_of(first, last, is_sheet=place.kind is Format.XLSX)
    rows = [first[number - 1] for number in layout.rows if number <= len(first)]
    if not any(map(any, rows)):
        raise DataFaultError(f"{file} holds no table")
    headings = _told_apart(joined_headings(rows))
    stated = Layout(layout.rows if layout.is_stated else (), layout.until, CODECS.get(name, ""))
    located = Location(place.kind, place.files, part, bounds, stated)
    return PeekedTable(file, part, layout, name, tuple(_columns(connection, located, headings)))


def _stated_encoding(file: Path) -> str:
    """The encoding that must be named; empty for those that are told by the bytes."""
    with file.open("rb") as opened:
        data = opened.read(BLOCK)
    if data[:HEAD].startswith(UTF_16) or is_utf_16(data[:2000]):
        return "UTF-16"
    undisguised(str(file), "CSV")
    try:
        encoding(str(file))
    except DataFaultError:
        name = foreign(
            b"".join(line for line in data.splitlines(keepends=True) if not line.isascii())
        )
        if name not in CODECS:
            raise
        return name
    return ""


def _rows(place: Location, codec: str) -> tuple[list[list[str]], list[tuple[int, list[str]]]]:
    """The first rows, and the last ones by number."""
    (file,) = place.files[:1]
    if place.kind is Format.XLSX:
        sheet = open_sheet(file, place.part, place.bounds).sheet
        return _ends(
            [(as_text(cell, whole=True) or "").strip(SPACES) for cell in row]
            for row in sheet.iter_rows()
        )
    csv.field_size_limit(place.bounds.max_cell * MEGABYTE)
    with Path(file).open(
        encoding=codec or encoding(file), newline="", errors="replace"
    ) as text:
        head = text.read(HEAD)
        text.seek(0)
        sep = head.lstrip("\ufeff").lower().startswith("sep=")
        if sep:
            text.readline()
        lines = [line for line in head.splitlines()[sep:] if line.strip()][:FIRST]
        mark = head.lstrip("\ufeff")[4:5] if sep else _delimiter(lines, file)
        clean = (line.replace("\x00", "") for line in text)
        return _ends(
            [cell.strip(SPACES) for cell in row] for row in csv.reader(clean, delimiter=mark)
        )


def _delimiter(lines: Sequence[str], file: str) -> str:
    """What most lines are parted by: a comma may stand within numbers, too."""
    if file.lower().endswith(".tsv"):
        return "\t"
    counts = {mark: sorted(line.count(mark) for line in lines) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (counts[mark] or [0])[len(lines) // 2])


def _ends(rows: Iterator[list[str]]) -> tuple[list[list[str]], list[tuple[int, list[str]]]]:
    first = [*islice(rows, FIRST)]
    last = deque(enumerate(first, 1), LAST)
    last.extend(enumerate(rows, len(first) + 1))
    return first, [*last]


def _told_apart(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings that stand there twice, by number from the second on."""
    found: list[str] = []
    for place, heading in enumerate(headings):
        before = [*headings[:place]].count(heading)
        found.append(f"{heading} ({before + 1})" if before and heading else heading)
    return tuple(found)


def _undeclared(connection: duckdb.DuckDBPyConnection, place: Location) -> tuple[str, ...]:
    """All headings: those that a reader tells who is asked for none."""
    nothing = SourceColumn("nothing", "\x00", Type.TEXT, optional=("nothing",))
    raw = read_raw(connection, place, [nothing], "peeked")
    notes = (each for each in raw.notes if isinstance(each, UndeclaredColumns))
    return tuple(dict.fromkeys(name for note in notes for name in note.columns))


def _columns(
    connection: duckdb.DuckDBPyConnection, place: Location, headings: Sequence[str]
) -> Iterator[PeekedColumn]:
    asked = [
        SourceColumn(f"c{number}", heading, Type.TEXT)
        for number, heading in enumerate(headings)
        if heading
    ]
    if not asked:
        return
    raw = read_raw(connection, place, asked, "peeked")
    for column in asked:
        yield _column(connection, raw, column)
    if raw.staged:
        connection.execute(f"DROP TABLE {quoted(raw.staged)}")


def _column(
    connection: duckdb.DuckDBPyConnection, raw: Raw, column: SourceColumn
) -> PeekedColumn:
    text = f"nullif(trim(CAST({raw.cell(column.name)} AS VARCHAR)), '')"
    ((rows, filled, different),) = connection.execute(
        f"SELECT count(*), count({text}), count(DISTINCT {text}) FROM {raw.relation}"
    ).fetchall()
    values = connection.execute(
        f"SELECT {text} AS v, count(*) AS n FROM {raw.relation} WHERE {text} IS NOT NULL "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {VALUES}"
    ).fetchall()
    told = tuple((str(value), int(count)) for value, count in values)
    return PeekedColumn(column.heading, rows, filled, different, told)
