"""``careplay open``: the work that nobody has done yet, person by person."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    SAVED,
    bounded,
    customers_option,
    date_option,
    events_option,
    first_given,
    kept_option,
    limit_option,
    save_option,
    shape_option,
    sound_businesses,
)
from careplay.commands.saying import say
from careplay.commands.unmasking import entry_of, unmaskable
from careplay.errors import NothingToRunError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careplay import Business, OpenWork

NOTHING_KEPT = '{name}: no day up to {day} is kept in "{out}", so nothing was told to anybody'
"""What is said where it is not known what is open; perhaps the days are kept elsewhere."""


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
    businesses = _chosen(sound_businesses(path, bounds), asked.pop("chosen"))
    if len(businesses) > 1:
        _for_one({"--save": save is not None, "--format csv": shape == "csv"}, asked)
    nobody: list[NothingToRunError] = []
    for business in businesses:
        try:
            found = careplay.open_work(business, day, **asked)
        except NothingToRunError as fault:
            nobody.append(fault)
            continue
        out = asked["out"] or careplay.kept_in(business)
        if found.last_run is None:
            say(NOTHING_KEPT.format(name=business.name, day=day, out=out), err=True)
        if who is not None:
            entry = entry_of(who, {"command": "open", "date": str(day)})
            careplay.unmasked(business, found.actions, out, entry)
        _give(found, shape, save, limit, unmasked=who is not None)
    if nobody and len(nobody) == len(businesses):
        raise nobody[0]


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


def _for_one(given: Mapping[str, bool], asked: Mapping[str, object]) -> None:
    """What is asked for one business is wrong usage where there are several."""
    tables = {f"--{name}": asked[name] is not None for name in ("customers", "events")}
    if option := first_given({**given, **tables}):
        raise click.UsageError(f"{option} is for one business; name one by --business")


def _chosen(businesses: Sequence[Business], chosen: str | None) -> Sequence[Business]:
    """The business of this id, or all of them; wrong usage where there is none."""
    found = [each for each in businesses if chosen in (None, each.id)]
    if businesses and not found:
        known = ", ".join(f'"{each.id}"' for each in businesses)
        raise click.UsageError(f'no business "{chosen}"; known are {known}')
    return found
