"""``careplay plan``: what a run of a day would do, step by step, before it does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import date_option, sound_businesses


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@click.option("--sql", is_flag=True, help="Print the SQL that the default engine runs.")
@reports_faults
def plan(path: Path, day: date, *, sql: bool) -> None:
    """Print the plan of a day: its facts, occasions, matches, schedule and actions."""
    for business in sound_businesses(path):
        planned = careplay.plan(business, day)
        click.echo(planned.sql() if sql else planned.text)
