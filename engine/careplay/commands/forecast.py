"""``careplay forecast``: who will have how much to do, before the days come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    bounded,
    customers_option,
    day_option,
    events_option,
    kept_option,
    save_option,
    sound_businesses,
)
from careplay.commands.saying import say
from careplay.commands.waiting import waiting


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@day_option("--from", "first", "The first day.")
@day_option("--until", "last", "The last day.")
@click.option("--none-done", is_flag=True, help="Nothing that is told is done.")
@customers_option
@events_option
@kept_option("The first day remembers the days that are kept here.")
@click.option("--fresh", is_flag=True, help="Nothing that was kept is remembered.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="What standard output holds.",
)
@save_option("Also write it to FILE", (".csv", ".json"))
@bounded
@reports_faults
def forecast(path: Path, form: str, save: Path | None, **asked: Any) -> None:
    """Say who will have how much to do on each day of a span, and what becomes of each rule.

    Each day is run with the memory of those before it. All that is told is assumed to be done
    at the moment it is due, and no other events come; nothing is written.
    """
    first, last = asked.pop("first"), asked.pop("last")
    if last < first:
        raise click.UsageError(f"--until {last} lies before --from {first}")
    businesses = sound_businesses(path, asked.pop("bounds"))
    if save is not None and len(businesses) > 1:
        raise click.UsageError(f"--save is for one business, and there are {len(businesses)}")
    for each in businesses:
        with waiting(each.name) as progress:
            found = careplay.forecast(each, first, last, progress=progress, **asked)
        say(found.report(form), nl=False)
        if save is not None:
            found.save(save)
