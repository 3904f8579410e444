"""``careplay plan``: what a run of a day would do, step by step, before it does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    bounded,
    date_option,
    demand_ids_apart,
    kept_option,
    sound_businesses,
)
from careplay.commands.saying import say


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@kept_option("Where the days are kept that a run remembers.")
@click.option("--fresh", is_flag=True, help="Leave out what earlier days decided.")
@click.option("--sql", is_flag=True, help="Print the SQL that the default engine runs.")
@bounded
@reports_faults
def plan(path: Path, day: date, out: Path | None, *, sql: bool, **chosen: Any) -> None:
    """Print the plan of a day, from the first table that is read to the last limit.

    It is that of the next run: days that were missed, and what was put off, stand in it.
    Nothing is written.
    """
    businesses = sound_businesses(path, chosen.pop("bounds"))
    if out is not None:
        demand_ids_apart(businesses)
    for business in businesses:
        kept = out or careplay.kept_in(business)
        planned = careplay.plan(business, day, out=kept, **chosen)
        say(planned.sql() if sql else planned.text)
