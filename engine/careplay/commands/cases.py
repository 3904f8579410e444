"""``careplay cases``: the open cases of a day, and the history of one."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    bounded,
    date_option,
    kept_option,
    shape_option,
    sound_businesses,
)
from careplay.commands.saying import say


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@click.option("--flow", metavar="FLOW", help="Only the cases of this flow.")
@click.option(
    "--case", metavar="REF", help="One case: its events, and how its deadlines were counted."
)
@kept_option("Where the days are kept, and what people recorded beside them.")
@shape_option(["jsonl"])
@bounded
@reports_faults
def cases(
    path: Path,
    day: date,
    bounds: careplay.Bounds,
    shape: str,
    out: Path | None,
    **asked: str | None,
) -> None:
    """Print the cases that are open at the end of a day, the most pressing first.

    How much time is left, or how long a case is late, is counted from the end of that day.
    """
    from careplay.outputs import cases as printed, table  # noqa: PLC0415
    from careplay.visible import one_line  # noqa: PLC0415

    for business in sound_businesses(path, bounds):
        if not business.flows and not any(asked.values()):
            continue
        found = careplay.cases(business, day, out=out, **asked)
        if shape == "jsonl":
            printed.write(found, sys.stdout)
            for note in printed.notes(business, found):
                say(note, err=True)
        elif asked["case"] is None:
            printed.show(business, day, found, table.console())
        else:
            for each in found:
                say("\n".join(map(one_line, each.history())))
