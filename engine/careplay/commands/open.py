"""``careplay open``: the work that nobody has done yet, person by person."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.commands.asking import chosen_of, for_one, open_work_of
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    SAVED,
    bounded,
    customers_option,
    date_option,
    events_option,
    kept_option,
    limit_option,
    save_option,
    shape_option,
    sound_businesses,
)
from careplay.commands.unmasking import unmaskable

if TYPE_CHECKING:
    from careplay import OpenWork


@click.command("open")
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@click.option("--for", "whose", metavar="WHO", help="Only that of a person, a role or a store.")
@click.option("--business", "chosen", metavar="ID", help="Only that of this business.")
@kept_option("Where the days are kept.")
@customers_option
@events_option
@shape_option(careplay.STREAMS)
@save_option("Also write it to FILE", SAVED)
@limit_option("So many actions of each person are shown in the table; 0 shows all.")
@unmaskable
@bounded
@reports_faults
def open_(path: Path, day: date, bounds: careplay.Bounds, shape: str, **asked: Any) -> None:
    """Print the work that is open at the end of a day: late first, then today, then coming.

    It is what the kept days told and nobody has done, refused or let go since. What is
    personal is masked.
    """
    save, limit, who = (asked.pop(each) for each in ("save", "limit", "unmasking"))
    businesses = chosen_of(sound_businesses(path, bounds), asked.pop("chosen"))
    if len(businesses) > 1:
        for_one({"--save": save is not None, "--format csv": shape == "csv"}, asked)
    for found in open_work_of(businesses, day, asked, who, "open"):
        _give(found, shape, save, limit, unmasked=who is not None)


def _give(
    found: OpenWork, shape: str, save: Path | None, limit: int, *, unmasked: bool
) -> None:
    """Show the work and save it, with what is personal masked unless it is to be shown."""
    if save is not None or shape != "table":
        whole = found.actions
        actions = whole if unmasked else careplay.masked(found.business, whole, own=found.own)
        if save is not None:
            actions.save(save)
        if shape != "table":
            actions.write(sys.stdout.buffer, shape)
            sys.stdout.flush()
    if shape == "table":
        from careplay.outputs import open_list, table  # noqa: PLC0415 - heavy

        open_list.show(found, table.console(), limit, unmasked=unmasked)
