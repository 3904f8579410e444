"""A calendar of the coming days for phones and mail programs: an event each, as of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.outputs.sheets import calendar_file

if TYPE_CHECKING:
    from careplay.outputs.coming.month_sheet import ComingSheet


def write(month: ComingSheet) -> bytes:
    """The calendar of the sheet; what was not told yet is tentative."""
    return calendar_file.write(month.sheet)
