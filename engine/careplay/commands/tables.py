"""``careplay tables``: decision tables, what was proved of them, and whom each row has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

import careplay
from careplay.commands.diagnostics import show
from careplay.commands.faults import reports_faults
from careplay.commands.options import bounded, date_option
from careplay.commands.saying import say


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@bounded
@reports_faults
def tables(path: Path, day: date, bounds: careplay.Bounds) -> None:
    """Print each decision table: its rows, its holes, and how many customers each has.

    A hole is what no row holds for. Where the business has no customers yet, only the proof
    is printed. Faults that `careplay check` finds in tables are told here and keep nobody
    from counting.
    """
    examined = careplay.examine(path, bounds=bounds)
    if code := show([each for each in examined if each.unproved is None], err=True):
        raise SystemExit(code)
    for business in (each.unproved for each in examined):
        if business is not None:
            say(str(careplay.tables(business, day)))
