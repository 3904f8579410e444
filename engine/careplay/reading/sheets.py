"""A CSV file or one sheet of a workbook: its headings, and its cells as people see them.

Rows and columns are counted as a spreadsheet shows them, from 1.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from careplay.frozen import dataclass
from careplay.reading.sheet_cells import SPACES, sheet_text

ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in turn: nothing but UTF-8 reads as UTF-8, and GB 18030 holds GBK and GB 2312."""
DELIMITERS = ",;\t|"
WORKBOOKS = (".xlsx", ".xlsm")
LARGEST = 5_000_000
MEND = "write the row again"
NO_VALUE = "no stored value of"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file; or why there are none."""

    file: str
    headings: tuple[str, ...] = ()
    heading_row: int = 1
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """The number of each row that is not empty, and its cells; an empty cell is ``""``."""
    problem: str = ""
    way: str = ""
    outside: bool = False
    """Whether that is so because it lies where nobody allowed it to."""


def read_sheet(data: bytes, file: str, part: str = "", size: int = 0) -> Sheet:
    """The sheet; of a workbook the first one, or the one called ``part``."""
    if max(size, len(data)) > LARGEST:
        return Sheet(file, problem="is larger than any table", way="customers belong in data/")
    if file.lower().endswith(WORKBOOKS):
        return _workbook(data, file, part)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Sheet(file, problem="is an Excel workbook", way="give it the ending .xlsx")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Sheet(file, problem="is text in UTF-16", way="save it as UTF-8 (CSV UTF-8)")
    return _csv(data, file)


def _csv(data: bytes, file: str) -> Sheet:
    text = _decoded(data)
    if text is None:
        return Sheet(file, problem="is neither UTF-8 nor GBK", way="save it anew as UTF-8")
    line = text.split("\n", 1)[0]
    delimiter = "," if "," in line else max(DELIMITERS, key=line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _sheet(file, list(reader))
    except csv.Error:
        way = "put quotes around whole cells, and two quotes for one inside"
        return Sheet(
            file, problem=f"cannot be split into cells near line {reader.line_num}", way=way
        )


def _decoded(data: bytes) -> str | None:
    for name in ENCODINGS:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def _workbook(data: bytes, file: str, part: str) -> Sheet:
    from careplay.reading.workbooks import (  # noqa: PLC0415 - heavy
        NoSheetError,
        WorkbookError,
        open_sheet,
    )

    try:
        opened = open_sheet(io.BytesIO(data), part)
    except NoSheetError as fault:
        way = f"its sheets are {', '.join(fault.names)}"
        return Sheet(file, problem=f'has no sheet "{fault.wanted}"', way=way)
    except WorkbookError as fault:
        return Sheet(file, problem=fault.problem, way=fault.way)
    cells = [
        [sheet_text(cell) for cell in row]
        for row in opened.sheet.to_python(skip_empty_area=False)
    ]
    if opened.left_out:
        row = min(opened.left_out)
        return Sheet(file, problem=f"has a row {row} that cannot be read", way=MEND)
    unstored = {at: f"{NO_VALUE} {formula}" for at, formula in opened.valueless.items()}
    width = len(cells[0]) if cells else 0
    last = max((row for row, place in unstored if place < width), default=0)
    cells += [[""] * width for _ in range(len(cells), last)]
    for (row, place), failed in {**unstored, **opened.failed}.items():
        if row <= len(cells) and place < len(cells[row - 1]):
            cells[row - 1][place] = failed
    return _sheet(file, cells)


def _sheet(file: str, cells: Sequence[Sequence[str]]) -> Sheet:
    """The first row that holds anything names the columns."""
    rows = _numbered(cells)
    number, headings = next(rows, (1, ()))
    if not headings:
        return Sheet(file, problem="is empty", way="its first row names the columns")
    twice = [name for place, name in enumerate(headings) if name in headings[:place]]
    if any(twice):
        named = next(name for name in twice if name)
        return Sheet(file, problem=f'has two columns "{named}"', way="rename one of them")
    return Sheet(file, headings, number, tuple(rows))


def _numbered(cells: Sequence[Sequence[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(cells, start=1):
        cleaned = tuple(cell.strip(SPACES) for cell in row)
        while cleaned and not cleaned[-1]:
            cleaned = cleaned[:-1]
        if cleaned:
            yield number, cleaned
