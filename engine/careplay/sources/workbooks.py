"""Excel workbooks: one sheet, read into a table of text cells.

A workbook knows doubles, dates and texts; each becomes the text Excel shows, so that the
declared facts, and not the cells' formats, say what it means. A formula that failed (``#N/A``)
is a cell with that text, so that it is told and not taken for an empty one; where any text
would do it is no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from careplay.faults import DataFaultError, SourceError
from careplay.frozen import dataclass
from careplay.model.written import Layout
from careplay.reading.odd_cells import CellPlace
from careplay.reading.workbooks import (
    NoSheetError,
    OpenedSheet,
    WorkbookError,
    open_sheet,
)
from careplay.sources import staging
from careplay.sources.faults import MERGED, NO_VALUE, SHAPE
from careplay.sources.headings import (
    NOWHERE,
    SPACES,
    LackingColumnsError,
    clean_headings,
    joined_headings,
    nearest,
    places,
    there,
    told_apart,
    undeclared,
)
from careplay.sources.locations import Location
from careplay.sources.notes import DataNote, TableEnd
from careplay.sources.partitions import partitions
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.rejects import Reject, reject
from careplay.sources.words import as_text

if TYPE_CHECKING:
    import duckdb

VALUE = "a value beside the formula; open it in Excel and save it"
NO_FAILURE = "a formula that gives a value, or the value itself"
OWN_VALUE = "a value of its own in each row; undo the merging of cells"
PLACED = "cells with a place such as B2, a known type and a value of that type"


def read_workbook(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[SourceColumn],
    table: str,
) -> Raw:
    """The first sheet (or the one named after ``#``) of every file, as text."""
    name = staging.new_table(connection, table, columns)
    notes: list[DataNote] = []
    known: dict[str, None] = {}
    told: list[Reject] = []
    lacking: list[LackingColumnsError] = []
    for number, file in enumerate(location.files):
        try:
            read, rows = _opened(file, location, columns, table)
        except LackingColumnsError as fault:
            lacking.append(fault)
            continue
        known |= dict.fromkeys(read.headings)
        notes += undeclared(read.own_headings, columns, file, table)
        told += read.left_out()
        ends = _Until(location.layout.until)
        staging.insert(connection, name, number, _cells(ends.before(rows), read, told))
        notes += ends.noted(table, file)
    if lacking:
        raise LackingColumnsError.of_all(lacking)
    if told:
        reject(connection, told)
    found_there = there(columns, known)
    return staging.noted(staging.staged(table, name, found_there, location.files), notes)


def _opened(
    file: str, location: Location, columns: Sequence[SourceColumn], table: str
) -> tuple[_Sheet, Iterator[tuple[int, list[Any]]]]:
    """The sheet, and its rows below the heading."""
    opened = _sheet(file, location)
    rows = _rows(opened)
    own = told_apart(_heading(rows, file, location.layout), columns)
    folders = partitions(file)
    found = places((*own, *folders), columns, file)
    placed = tuple(zip(columns, found, strict=True))
    return _Sheet(opened, file, table, placed, own, folders), rows


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet, and which of its columns are read, each with its place."""

    opened: OpenedSheet
    file: str
    table: str
    columns: tuple[tuple[SourceColumn, int], ...]
    own_headings: tuple[str, ...]
    folders: Mapping[str, str]
    """What the names of its folders tell, as columns behind its own."""

    @property
    def headings(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.own_headings, *self.folders)

    def left_out(self) -> Iterator[Reject]:
        """The rows that cannot be read."""
        for row, shown in self.opened.left_out.items():
            yield (self.file, row, "", shown, PLACED, SHAPE, self.table)

    def fault(self, row: int, column: SourceColumn, said: tuple[str, str, str]) -> Reject:
        """A fault of one cell: what it shows, what was expected, and the code."""
        return (self.file, row, column.heading, *said, self.table)


def _sheet(file: str, location: Location) -> OpenedSheet:
    try:
        return open_sheet(file, location.part, location.bounds)
    except NoSheetError as fault:
        guess = nearest(fault.wanted, fault.names)
        hint = f'did you mean "{guess}"?' if guess else f"it has {', '.join(fault.names)}"
        message = f'{file} has no sheet "{fault.wanted}"; {hint}'
        raise SourceError(message) from fault
    except WorkbookError as fault:
        message = f"{file} {fault.problem}; {fault.way}"
        raise DataFaultError(message) from fault


def _rows(opened: OpenedSheet) -> Iterator[tuple[int, list[Any]]]:
    """Every row by its number; those after the last value, too, that show something."""
    number, width = 0, 0
    for number, row in enumerate(opened.sheet.iter_rows(), 1):
        width = len(row)
        yield number, row
    shown = {row for row, _ in (*opened.valueless, *opened.covered) if row > number}
    yield from ((row, [None] * width) for row in sorted(shown))


class _Until:
    """Ends the rows where one begins with a word, and remembers which."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.row: int | None = None

    def before(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """The rows before that one."""
        for number, row in rows:
            if self.word and next(filter(None, map(_cell, row)), "").startswith(self.word):
                self.row = number
                return
            yield number, row

    def noted(self, table: str, file: str) -> Iterator[DataNote]:
        """Where the table ends, if that is stated."""
        if self.word:
            yield TableEnd(table, file, self.word, self.row)


def _heading(
    rows: Iterator[tuple[int, list[Any]]], file: str, layout: Layout
) -> tuple[str, ...]:
    """The first row that holds anything names the columns, or those that are stated."""
    found: list[tuple[str, ...]] = []
    for number, row in rows:
        headings = clean_headings([as_text(cell, whole=True) or "" for cell in row])
        if number in layout.heading:
            found.append(headings)
        if layout.heading[-1:] == (number,) or (any(headings) and not layout.heading):
            found = found or [headings]
            break
    if any(map(any, found)):
        return joined_headings(found)
    which = f"row {layout.heading[0]}" if layout.heading else "the first row"
    message = f"{file} is empty; {which} of its sheet must name the columns"
    raise DataFaultError(message)


def _cells(
    rows: Iterator[tuple[int, list[Any]]],
    read: _Sheet,
    told: list[Reject],
) -> Iterator[tuple[int, staging.TextCells]]:
    opened, shown = read.opened, dict[CellPlace, str]()
    covering = frozenset(opened.covered.values())
    for number, row in rows:
        whole = (*row, *read.folders.values())
        shown |= {
            (number, place): text
            for place in range(len(row) if covering else 0)
            if (number, place) in covering and (text := _cell(row[place]))
        }
        cells = tuple(
            opened.failed[number, place]
            if (number, place) in opened.failed and not column.takes_any_text
            else _cell(whole[place] if NOWHERE < place < len(whole) else None)
            for column, place in read.columns
        )
        odd = tuple(_odd(read, number, cells, shown))
        if any(cells):
            yield number, cells
            told += odd
        elif odd:
            told.append(_whole(odd))


def _odd(
    read: _Sheet, row: int, cells: staging.TextCells, shown: Mapping[CellPlace, str]
) -> Iterator[Reject]:
    """The faults of cells that are empty, and show something all the same."""
    opened = read.opened
    if not opened.valueless and not opened.covered and not opened.failed:
        return
    for (column, place), cell in zip(read.columns, cells, strict=True):
        if cell is not None:
            continue
        if formula := opened.valueless.get((row, place)):
            yield read.fault(row, column, (formula, VALUE, NO_VALUE))
        elif failed := opened.failed.get((row, place)):
            yield read.fault(row, column, (failed, NO_FAILURE, NO_VALUE))
        elif (first := opened.covered.get((row, place))) and first in shown:
            yield read.fault(row, column, (shown[first], OWN_VALUE, MERGED))


def _whole(odd: Sequence[Reject]) -> Reject:
    """The fault of a row that holds nothing, and shows all of this."""
    file, row, _, _, wanted, _, table = odd[0]
    return (file, row, "", ", ".join(each[3] for each in odd), wanted, SHAPE, table)


def _cell(value: object) -> str | None:
    return (as_text(value, whole=True) or "").strip(SPACES) or None
