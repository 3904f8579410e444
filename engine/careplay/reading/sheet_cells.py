"""A cell that a workbook gave a type of its own, as the text a person would have written."""

from __future__ import annotations

from datetime import date, datetime, time

SPACES = " \t\r\n\u3000\u00a0\ufeff"
EXACT = 10**15
"""Whole numbers from here on may have lost digits in a double; Excel keeps 15."""


def sheet_text(value: object) -> str:
    """The cell's text; empty where nothing is in it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return _double(value)
        case date():
            return _day(value)
        case _:
            return str(value)


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls the cell.

    >>> cell_name(3, 3), cell_name(12, 28)
    ('C3', 'AB12')
    """
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"


def _day(value: date) -> str:
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ")
    return f"{value:%Y-%m-%d}"


def _double(value: float) -> str:
    if value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return repr(float(f"{value:.15g}"))
