"""One sheet of an Excel workbook, opened in one way, whatever is wrong with the file.

What a workbook asks for is known before it is read: the reader makes room for every cell up to
the farthest, and one cell in the far corner of an otherwise empty sheet asks for 10 GB.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from careplay.bounds import MEGABYTE, Bounds
from careplay.frozen import dataclass
from careplay.reading.failed_formulas import (
    demand_honest_parts,
    failed_in,
    letters_of,
    place_of,
    sheet_xml,
)
from careplay.reading.mending import mended
from careplay.reading.odd_cells import CellPlace, covered_by, valueless_in

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

NO_BOUNDS = Bounds()
FAR = re.compile(rb""" r=["']([A-Za-z]{2,}|[A-Za-z]+(?=\d{6}))(\d+)["']""")
"""The place of a cell in a far column or a far row."""
PLACE = re.compile(rb""" r=["']([A-Za-z]+)(\d+)["']""")
SPARSE = 50
"""More cells than are allowed are made room for where one in so many is filled."""
WIDE = 100
"""More columns than this have no table; fewer may have too many rows."""
DAMAGE = (
    OSError, zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError,
    RuntimeError, ET.ParseError, ValueError, KeyError,
)  # fmt: skip
"""What readers of zip files and of XML raise of what is none."""
ANEW = "open it in Excel, without a password, and save it as .xlsx"


class WorkbookError(Exception):
    """Why a sheet cannot be read, as what follows the name of its file; and the way out."""

    def __init__(self, problem: str, way: str) -> None:
        super().__init__(problem)
        self.problem, self.way = problem, way


class NoSheetError(Exception):
    """The workbook has no sheet of that name."""

    def __init__(self, wanted: str, names: list[str]) -> None:
        super().__init__(wanted)
        self.wanted, self.names = wanted, names


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet, and what its cells do not say; by row (from 1) and place (from 0)."""

    sheet: CalamineSheet
    failed: Mapping[CellPlace, str]
    """What cells show whose formula failed."""
    valueless: Mapping[CellPlace, str]
    """The formulas that have no value."""
    covered: Mapping[CellPlace, CellPlace]
    """Of cells that are merged into another, that one."""
    left_out: Mapping[int, str]
    """What rows hold that cannot be read."""


def open_sheet(file: str | io.BytesIO, part: str, bounds: Bounds = NO_BOUNDS) -> OpenedSheet:
    """The first sheet, or the one named ``part``.

    WorkbookError where the file is damaged, none of Excel's, or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - heavy

    try:
        demand_honest_parts(file, bounds.max_part * MEGABYTE)
        return _opened(CalamineWorkbook.from_object(file), file, part, bounds.max_cells)
    except zipfile.LargeZipFile as fault:
        way = "save it as CSV, or in several workbooks; --max-part raises the limit"
        raise WorkbookError(str(fault), way) from fault
    except (CalamineError, *DAMAGE) as fault:
        said = (str(fault).splitlines() or [type(fault).__name__])[0]
        raise WorkbookError(f"cannot be read as an Excel workbook ({said})", ANEW) from fault


def _opened(
    workbook: CalamineWorkbook, file: str | io.BytesIO, part: str, most: int
) -> OpenedSheet:
    names = workbook.sheet_names
    if not names:
        raise WorkbookError("has no sheet", ANEW)
    wanted = part or names[0]
    if wanted not in names:
        raise NoSheetError(wanted, names)
    path, content = sheet_xml(file, names.index(wanted))
    _demand_room(content, most)
    sheet, left_out = _readable_part(workbook, wanted, file, path)
    covered = covered_by(sheet.merged_cell_ranges, sheet.total_height)
    return OpenedSheet(sheet, failed_in(content), valueless_in(content), covered, left_out)


def _readable_part(
    workbook: CalamineWorkbook, name: str, file: str | io.BytesIO, path: str
) -> tuple[CalamineSheet, Mapping[int, str]]:
    """The sheet, without the rows for which it could not be read whole, and these."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - heavy

    try:
        return workbook.get_sheet_by_name(name), {}
    except (CalamineError, *DAMAGE):
        if not path or (found := mended(file, path)) is None:
            raise
        whole, left_out = found
        return CalamineWorkbook.from_object(whole).get_sheet_by_name(name), left_out


def _demand_room(content: bytes, most: int) -> None:
    """WorkbookError where a few cells lie so far out that the sheet asks for too much."""
    if not FAR.search(content):
        return
    places = [(place_of(column) + 1, int(row)) for column, row in PLACE.findall(content)]
    (width, beside), (below, rows) = max(places), max(places, key=lambda each: each[::-1])
    if rows * width > max(most, SPARSE * len(places)):
        row, place = (beside, width) if width > WIDE else (rows, below)
        problem = (
            f"reaches to {letters_of(place)}{row} and asks for {rows * width:,} cells, "
            "next to all of them empty"
        )
        way = "delete the rows and columns after the table, and save it; or raise --max-cells"
        raise WorkbookError(problem, way)
