"""The loads of a forecast as comma-separated values, a row a person and day."""

from __future__ import annotations

import csv
import io

from careplay.outputs.csv_text import safe
from careplay.outputs.forecast import Forecast
from careplay.visible import visible

HEADINGS = ("date", "person", "role", "told", "capacity")


def report(forecast: Forecast) -> str:
    """The rows below their headings; no spreadsheet works any of them out."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for each in forecast.loads:
        told = (each.date, each.person, each.role, each.told, each.capacity)
        writer.writerow("" if cell is None else safe(visible(str(cell))) for cell in told)
    return out.getvalue()
