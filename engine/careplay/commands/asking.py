"""What commands that ask for open work share: which businesses, and what is to be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.commands.options import first_given
from careplay.commands.saying import say
from careplay.commands.unmasking import entry_of
from careplay.errors import NothingToRunError

if TYPE_CHECKING:
    from datetime import date

    from careplay import Business, OpenWork
    from careplay.commands.unmasking import Unmasking

NOTHING_KEPT = '{name}: no day up to {day} is kept in "{out}", so nothing was told to anybody'
"""What is said where it is not known what is open; perhaps the days are kept elsewhere."""


def open_work_of(
    businesses: Sequence[Business],
    day: date,
    asked: Mapping[str, Any],
    who: Unmasking | None,
    command: str,
) -> Iterator[OpenWork]:
    """The open work of each business; of whoever sees it unmasked it is written down before.

    Businesses that do not know the person, role or store are passed over; NothingToRunError
    where none knows it.
    """
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
            entry = entry_of(who, {"command": command, "date": str(day)})
            careplay.unmasked(business, found.actions, out, entry)
        yield found
    if nobody and len(nobody) == len(businesses):
        raise nobody[0]


def for_one(given: Mapping[str, bool], asked: Mapping[str, object]) -> None:
    """What is asked for one business is wrong usage where there are several."""
    tables = {f"--{name}": asked[name] is not None for name in ("customers", "events")}
    if option := first_given({**given, **tables}):
        raise click.UsageError(f"{option} is for one business; name one by --business")


def chosen_of(businesses: Sequence[Business], chosen: str | None) -> Sequence[Business]:
    """The business of this id, or all of them; wrong usage where there is none."""
    found = [each for each in businesses if chosen in (None, each.id)]
    if businesses and not found:
        known = ", ".join(f'"{each.id}"' for each in businesses)
        raise click.UsageError(f'no business "{chosen}"; known are {known}')
    return found
