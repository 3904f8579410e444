"""``careplay hand-over``: one person's work is another's from a day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

import careplay
from careplay.commands.asking import chosen_of
from careplay.commands.done import recorded_by
from careplay.commands.faults import reports_faults
from careplay.commands.options import day_option, sound_businesses
from careplay.commands.saying import say
from careplay.visible import one_line


@click.command("hand-over")
@click.argument("person")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--to", required=True, metavar="WHO", help="Who has it, by id or name.")
@day_option("--from", "since", "The first day on which it is his.")
@recorded_by
@reports_faults
def hand_over(
    person: str, path: Path, to: str, since: date, bounds: careplay.Bounds, **asked: Any
) -> None:
    """Hand the work of PERSON over to somebody else: what is open, and what comes.

    Who is his own successor (--to PERSON) has his work again from that day on.
    """
    businesses = chosen_of(sound_businesses(path, bounds), asked.pop("chosen"))
    if len(businesses) > 1:
        folders = ", ".join(f'"{each.folder}"' for each in businesses)
        raise click.UsageError(f"people are one business's own; name one of {folders}")
    found = careplay.hand_over(businesses[0], person, to, since, **asked)
    told, number = found.record.told, found.record.number
    how = "was recorded already, nothing is written" if found.again else "recorded"
    what = f"{told['person']} hands over to {told['to']} from {told['from']}"
    say(one_line(f"{what} ({how}, {number})"))
