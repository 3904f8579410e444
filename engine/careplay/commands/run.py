"""``careplay run``: which customer gets which action, from whom, by when, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    SAVED,
    bounded,
    customers_option,
    date_option,
    events_option,
    is_by_clock,
    kept_option,
    limit_option,
    save_option,
    shape_option,
    until_option,
)
from careplay.commands.unmasking import unmaskable


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@click.option(
    "--engine",
    type=click.Choice([*careplay.ENGINES]),
    default=careplay.DEFAULT_ENGINE,
    show_default=True,
    help="What carries the plan out; each gives the same actions.",
)
@until_option
@click.option("--fresh", is_flag=True, help="Leave out what earlier days decided.")
@customers_option
@events_option
@click.option("--customer", metavar="KEY", help="Show one customer's actions; write nothing.")
@kept_option("Where the day's actions are kept.")
@shape_option(careplay.FORMATS, "What standard output holds; messages go to standard error.")
@save_option("Also write the actions to FILE", SAVED)
@click.option(
    "--wait",
    type=click.IntRange(0),
    metavar="SECONDS",
    default=careplay.DEFAULT_WAIT,
    show_default=True,
    help="So long it is waited for another run that keeps days of the business.",
)
@click.option("--dry-run", is_flag=True, help="Show the actions and write nothing.")
@click.option("--strict", is_flag=True, help="Stop with exit code 3 on any data fault.")
@limit_option("So many customers are shown in the table; 0 shows all.")
@unmaskable
@bounded
@reports_faults
def run(
    path: Path, day: date, until: date | None, shape: str, save: Path | None, **options: Any
) -> None:
    """Plan a day for every business below PATH and keep its actions.

    The actions are written to DIR/BUSINESS/date=YYYY-MM-DD/actions.parquet; the same
    command twice writes the same bytes. What earlier days decided is read there too.
    """
    from careplay.commands.days import RunRequest, run_all  # noqa: PLC0415

    asked = RunRequest(day, until or day, shape, save, by_clock=is_by_clock(), **options)
    raise SystemExit(run_all(path, asked))
