"""Excel workbooks: one sheet, read into a table of text cells.

A workbook knows doubles, dates and texts; each becomes the text Excel shows, so that the
declared facts, and not the cells' formats, say what it means. A formula that failed (``#N/A``)
is a cell with that text, so it is told and not taken for an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from careplay.faults import DataFaultError, SourceError
from careplay.reading.workbooks import NoSheetError, WorkbookError, open_sheet
from careplay.sources import staging
from careplay.sources.headings import (
    NOWHERE,
    SPACES,
    clean_headings,
    nearest,
    places,
    there,
    undeclared,
)
from careplay.sources.locations import Location
from careplay.sources.notes import DataNote
from careplay.sources.partitions import partitions
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.words import as_text

if TYPE_CHECKING:
    import duckdb
    from python_calamine import CalamineSheet


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
    for number, file in enumerate(location.files):
        sheet, failed = _sheet(file, location.part)
        rows = enumerate(sheet.iter_rows(), 1)
        heading, headings = _heading(rows, file)
        folders = partitions(file)
        found = places((*headings, *folders), columns, file)
        known |= dict.fromkeys((*headings, *folders))
        notes += undeclared(headings, columns, file, table)
        cells = _cells(rows, found, tuple(folders.values()), failed)
        del heading
        staging.insert(connection, name, number, cells)
    found_there = there(columns, known)
    return staging.noted(staging.staged(table, name, found_there, location.files), notes)


def _sheet(file: str, part: str) -> tuple[CalamineSheet, Mapping[tuple[int, int], str]]:
    try:
        return open_sheet(file, part)
    except NoSheetError as fault:
        guess = nearest(fault.wanted, fault.names)
        hint = f'did you mean "{guess}"?' if guess else f"it has {', '.join(fault.names)}"
        message = f'{file} has no sheet "{fault.wanted}"; {hint}'
        raise SourceError(message) from fault
    except WorkbookError as fault:
        message = f"{file} {fault.problem}; {fault.way}"
        raise DataFaultError(message) from fault


def _heading(rows: Iterator[tuple[int, list[Any]]], file: str) -> tuple[int, tuple[str, ...]]:
    """The first row that holds anything names the columns."""
    for number, row in rows:
        headings = clean_headings([as_text(cell, whole=True) or "" for cell in row])
        if any(headings):
            return number, headings
    message = f"{file} is empty; the first row of its sheet must name the columns"
    raise DataFaultError(message)


def _cells(
    rows: Iterator[tuple[int, list[Any]]],
    found: Sequence[int],
    folders: Sequence[str],
    failed: Mapping[tuple[int, int], str],
) -> Iterator[tuple[int, staging.TextCells]]:
    for number, row in rows:
        whole = (*row, *folders)
        cells = tuple(
            failed.get((number, place))
            or _cell(whole[place] if NOWHERE < place < len(whole) else None)
            for place in found
        )
        if any(cells):
            yield number, cells


def _cell(value: object) -> str | None:
    return (as_text(value, whole=True) or "").strip(SPACES) or None
