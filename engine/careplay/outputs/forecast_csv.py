"""The loads of a forecast as comma-separated values, a row a person and day."""

from __future__ import annotations

from careplay.outputs.csv_text import lines, safe
from careplay.outputs.forecast import Forecast

HEADINGS = ("date", "person", "role", "told", "capacity")


def report(forecast: Forecast) -> str:
    """The rows below their headings; no spreadsheet works any of them out."""
    rows = [
        (each.date, each.person, each.role, each.told, each.capacity) for each in forecast.loads
    ]
    told = ([None if cell is None else str(cell) for cell in row] for row in rows)
    return lines(map(safe, row) for row in (HEADINGS, *told)).decode()
