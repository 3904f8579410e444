"""``careplay forget``: a customer is taken out of all days that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.amounts import counted
from careplay.commands.faults import reports_faults, sentence_of
from careplay.commands.options import (
    bounded,
    date_option,
    kept_option,
    sound_businesses,
)
from careplay.commands.saying import say
from careplay.errors import CareplayError

if TYPE_CHECKING:
    from careplay import Business, Forgotten, Whereabouts

NAMED = 20
"""So many rows of a file are named, and so many files; the others are counted."""


@click.command()
@click.argument("customer")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@date_option
@kept_option("Where the days are kept.")
@click.option("--by", default="", metavar="NAME", help="Who does it, for the receipt.")
@click.option("--yes", "do", is_flag=True, help="Do it; without it is said what would be done.")
@click.option(
    "--wait",
    type=click.IntRange(min=0),
    default=careplay.DEFAULT_WAIT,
    metavar="SECONDS",
    show_default=True,
    help="How long to wait for a run that keeps days of the business.",
)
@bounded
@reports_faults
def forget(customer: str, path: Path, out: Path | None, **asked: Any) -> None:
    """Take the customer with the key CUSTOMER out of the days kept of the business in PATH.

    A receipt stays that does not say whom. Nothing is taken out of the business's own data;
    where they still have the customer is told. Only customers are forgotten, no staff.
    """
    businesses = sound_businesses(path, asked.pop("bounds"))
    if len(businesses) > 1:
        folders = ", ".join(f'"{each.folder}"' for each in businesses)
        raise click.UsageError(f"keys are one business's own; name one of {folders}")
    (business,) = businesses
    into = out or careplay.kept_in(business)
    try:
        found = careplay.forget(
            business, into, customer, waits=_waits, hears=_tell_code, **asked
        )
        for line in _lines(found):
            say(line)
    except CareplayError:
        for line in _of_data(business, customer):
            say(line)
        raise
    in_data = [*_of_data(business, customer)]
    for line in in_data:
        say(line)
    if in_data:
        say("runs go by the data: the next one tells of the customer as of anybody new")
    if not asked["do"]:
        say("nothing was written; --yes does it")


def _waits() -> None:
    say("waiting for a run that keeps days", err=True)


def _tell_code(code: str) -> None:
    say(f"the code of the receipt is {code}; keep it with the request, it is kept nowhere else")


def _lines(found: Forgotten) -> Iterator[str]:
    """What is taken out, or would be."""
    how = "done" if found.receipt else "to do"
    told = (found.actions, "action"), (found.modes, "mode"), (found.faults, "fault")
    actions, modes, faults = (counted(*each) for each in told)
    what = f"{actions}, {modes} and {faults} of the data taken out"
    yield f"{how}: {what} of {counted(found.days, 'day')}, and the days after renewed"
    if found.records:
        yield f"{how}: {counted(found.records, 'record')} of what people recorded taken out"
    yield f"{how}: bound months are made again, and what was set aside is removed"
    if found.receipt:
        yield f'the receipt is "{found.receipt}"; nobody finds out by it whom it is of'
    yield from _strays(found.strays)
    yield from _beside(found.beside)


def _strays(strays: Sequence[Path]) -> Iterator[str]:
    """What only people can look into."""
    for each in strays[:NAMED]:
        yield f'not looked into, for no day kept it: "{each}"'
    if len(strays) > NAMED:
        yield f"not looked into: {len(strays) - NAMED} more"


def _beside(folders: Sequence[Path]) -> Iterator[str]:
    """What may be of this business, under the id that it had."""
    for each in folders[:NAMED]:
        yield f'not looked into, for its days go by another id: "{each}"'
    if len(folders) > NAMED:
        yield f"not looked into: days of {len(folders) - NAMED} more ids"
    if folders:
        yield "where one is a former id of this business, forget the customer under it, too"


def _of_data(business: Business, customer: str) -> Iterator[str]:
    """Where the data still have the customer."""
    try:
        found = careplay.found_in_data(business, customer)
    except CareplayError as fault:
        yield f"whether the data still have the customer is not known: {sentence_of(fault)}"
        return
    for each in found:
        yield f"the data still have the customer: {_place(each)}"


def _place(found: Whereabouts) -> str:
    named = ", ".join(map(str, found.rows[:NAMED]))
    more = len(found.rows) - NAMED
    what = "row" if len(found.rows) == 1 else "rows"
    return f"{found.file}, {what} {named}{f' and {more} more' if more > 0 else ''}"
