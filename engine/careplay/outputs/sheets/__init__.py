"""Sheets that people work by: open work made into values, and a writer for each form.

A writer is a module with one function over one value, the sheet; they are listed here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from careplay.faults import OutputError

if TYPE_CHECKING:
    from careplay.outputs.sheets.sheet import TaskSheet

FORMS = {
    "html": "careplay.outputs.sheets.html_page",
    "csv": "careplay.outputs.sheets.csv_table",
    "md": "careplay.outputs.sheets.markdown",
    "xlsx": "careplay.outputs.sheets.workbook",
    "ics": "careplay.outputs.sheets.calendar_file",
}
"""The forms of a sheet: the name of each, also the ending of its files, and its module."""


class SheetWriter(Protocol):
    """A module that writes sheets in one form."""

    def write(self, sheet: TaskSheet) -> bytes:
        """The whole sheet, of which every byte is the same however often it is written."""


def written(sheet: TaskSheet, form: str) -> bytes:
    """The sheet in that form; OutputError where there is no such form."""
    if form not in FORMS:
        raise OutputError(f'no sheet is written as "{form}"; known are {" and ".join(FORMS)}')
    return cast("SheetWriter", import_module(FORMS[form])).write(sheet)
