"""A sheet that people filled in, read as tables of a business are, of whatever kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.model.types import Type
from careplay.sources.columns import quoted
from careplay.sources.headings import LackingColumnsError
from careplay.sources.kinds import plain_files, read_raw
from careplay.sources.locations import Location, locate, readable
from careplay.sources.notes import UndeclaredColumns
from careplay.sources.raw import SourceColumn
from careplay.sources.rejects import rejects_table
from careplay.sources.unchanged import read_unchanged

if TYPE_CHECKING:
    import duckdb

    from careplay.bounds import Bounds

FORMULAS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a cell begins with that got an apostrophe in front when the sheet was written."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: where it stands, and its cells by heading; empty ones are ""."""

    file: str
    number: int
    cells: Mapping[str, str]


def sheet_rows(
    connection: duckdb.DuckDBPyConnection, sheet: str, known: Sequence[str], bounds: Bounds
) -> tuple[SheetRow, ...]:
    """Every row; the sheet has one of the ``known`` headings, by which its rows are known.

    Raises SourceError where there is no such file; DataFaultError where it has none of them.
    """
    place = readable(locate(sheet, None, bounds))
    rejects_table(connection)
    with read_unchanged(plain_files(place)):
        return _read(connection, place, _headings(connection, place, known))


def _headings(
    connection: duckdb.DuckDBPyConnection, place: Location, known: Sequence[str]
) -> tuple[str, ...]:
    """All headings: one that is known, and those that then are not declared."""
    wrong: LackingColumnsError | None = None
    for heading in known:
        try:
            raw = read_raw(connection, place, [_column(heading)], "sheet")
        except LackingColumnsError as fault:
            wrong = wrong or fault
            continue
        notes = (each for each in raw.notes if isinstance(each, UndeclaredColumns))
        others = (each for note in notes for each in note.columns)
        return tuple(dict.fromkeys((heading, *others)))
    raise wrong or LackingColumnsError(known, f"{place.name} has no heading")


def _read(
    connection: duckdb.DuckDBPyConnection, place: Location, headings: Sequence[str]
) -> tuple[SheetRow, ...]:
    raw = read_raw(connection, place, [*map(_column, headings)], "sheet", numbered=True)
    cells = ", ".join(
        f"CAST({raw.cell(each)} AS VARCHAR) AS {quoted(each)}" for each in headings
    )
    found = connection.execute(
        f"SELECT {raw.file}, {raw.row} AS number, {cells} FROM {raw.relation} ORDER BY 1, 2"
    ).fetchall()
    return tuple(
        SheetRow(str(file), int(number), dict(zip(headings, map(_text, told), strict=True)))
        for file, number, *told in found
    )


def _column(heading: str) -> SourceColumn:
    return SourceColumn(heading, heading, Type.TEXT)


def _text(cell: str | None) -> str:
    """What was written in the cell, without what keeps it from being a formula."""
    text = (cell or "").strip()
    bare = text.lstrip("'")
    return text[1:] if text != bare and bare[:1] in FORMULAS else text
