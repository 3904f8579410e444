"""Calendars of the coming days, and a writer for each form.

A writer is a module with one function over one value, the calendar; they are listed here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from careplay.faults import OutputError

if TYPE_CHECKING:
    from careplay.outputs.coming.month_sheet import ComingSheet

FORMS = {
    "html": "careplay.outputs.coming.month_page",
    "md": "careplay.outputs.coming.month_markdown",
    "ics": "careplay.outputs.coming.month_file",
}
"""The forms of a calendar: the name of each, also the ending of its files, and its module."""


class MonthWriter(Protocol):
    """A module that writes calendars in one form."""

    def write(self, month: ComingSheet) -> bytes:
        """All of it, of which every byte is the same however often it is written."""


def written(month: ComingSheet, form: str) -> bytes:
    """The calendar in that form; OutputError where there is no such form."""
    if form not in FORMS:
        raise OutputError(f'no calendar is written as "{form}"; known are {", ".join(FORMS)}')
    return cast("MonthWriter", import_module(FORMS[form])).write(month)
