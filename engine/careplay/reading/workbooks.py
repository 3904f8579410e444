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

from careplay.reading.failed_formulas import failed_in, letters_of, place_of, sheet_xml

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

FailedFormulas = Mapping[tuple[int, int], str]
FAR = re.compile(rb""" r=["']([A-Za-z]{2,}|[A-Za-z]+(?=\d{6}))(\d+)["']""")
"""The place of a cell in a far column or a far row."""
PLACE = re.compile(rb""" r=["']([A-Za-z]+)(\d+)["']""")
ROOM, SPARSE = 5_000_000, 50
"""So many cells are always made room for; more of them only where one in so many is filled."""
WIDE = 100
"""More columns than this have no table; fewer may have too many rows."""
LARGEST = 2_000_000_000
"""So many bytes at most are read of one part of a workbook."""
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


def open_sheet(file: str | io.BytesIO, part: str) -> tuple[CalamineSheet, FailedFormulas]:
    """The first sheet, or the one named ``part``, and what its failed formulas show.

    WorkbookError where the file is damaged, none of Excel's, or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - heavy

    damage = (
        CalamineError, OSError, zipfile.BadZipFile, zlib.error, EOFError, struct.error,
        NotImplementedError, RuntimeError, ET.ParseError, ValueError,
    )  # fmt: skip
    try:
        workbook = CalamineWorkbook.from_object(file)
        names = workbook.sheet_names
        if not names:
            raise WorkbookError("has no sheet", ANEW)
        wanted = part or names[0]
        if wanted not in names:
            raise NoSheetError(wanted, names)
        content = sheet_xml(file, names.index(wanted), LARGEST)
        _demand_room(content)
        return workbook.get_sheet_by_name(wanted), failed_in(content)
    except zipfile.LargeZipFile as fault:
        way = "save it as CSV, or in several workbooks"
        raise WorkbookError("holds more than 2 GB in one part", way) from fault
    except damage as fault:
        said = (str(fault).splitlines() or [type(fault).__name__])[0]
        raise WorkbookError(f"cannot be read as an Excel workbook ({said})", ANEW) from fault


def _demand_room(content: bytes) -> None:
    """WorkbookError where a few cells lie so far out that the sheet asks for too much."""
    if not FAR.search(content):
        return
    places = [(place_of(column) + 1, int(row)) for column, row in PLACE.findall(content)]
    (width, beside), (below, rows) = max(places), max(places, key=lambda each: each[::-1])
    if rows * width > max(ROOM, SPARSE * len(places)):
        row, place = (beside, width) if width > WIDE else (rows, below)
        problem = (
            f"reaches to {letters_of(place)}{row} and asks for {rows * width:,} cells, "
            "next to all of them empty"
        )
        raise WorkbookError(problem, "delete the rows and columns after the table, and save it")
