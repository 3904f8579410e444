"""``careplay record``: a sheet that was filled in is read back, or an event is recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.amounts import counted
from careplay.commands.asking import chosen_of
from careplay.commands.done import correct_option, pairs_of, recorded_by
from careplay.commands.faults import reports_faults
from careplay.commands.options import sound_businesses
from careplay.commands.saying import say
from careplay.visible import one_line

if TYPE_CHECKING:
    from careplay import Business, RecordedEvent, RecordedSheet

DATA_FAULT = 3


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("what", nargs=-1, metavar="SHEET... | NAME=VALUE...")
@click.option("--event", metavar="TYPE", help="Record an event of this type, with NAME=VALUE.")
@click.option("--customer", metavar="KEY", help="Of --event: whose it is.")
@recorded_by
@correct_option
@reports_faults
def record(
    path: Path,
    what: tuple[str, ...],
    event: str | None,
    customer: str | None,
    bounds: careplay.Bounds,
    **asked: Any,
) -> None:
    """Read what became of the work from each SHEET: filled in, as CSV or Excel.

    A sheet is one that `careplay sheets --as csv` wrote. A row in which nothing was filled in
    says nothing, and a row that was read before changes nothing. What is wrong with a row is
    told, and the rest is recorded. With --event what happened besides is recorded, such as a
    complaint.
    """
    businesses = chosen_of(sound_businesses(path, bounds), asked.pop("chosen"))
    if len(businesses) > 1:
        folders = ", ".join(f'"{each.folder}"' for each in businesses)
        raise click.UsageError(f"records are one business's own; name one of {folders}")
    (business,) = businesses
    if event is not None or customer is not None:
        _record_event(business, what, event, customer, asked)
    elif what:
        _record_sheets(business, what, asked)
    else:
        raise click.UsageError("name a sheet, or an event by --event and --customer")


def _record_event(
    business: Business,
    what: tuple[str, ...],
    event: str | None,
    customer: str | None,
    asked: dict[str, Any],
) -> None:
    if event is None or customer is None:
        raise click.UsageError("--event and --customer go together")
    if asked.pop("correct"):
        raise click.UsageError("--correct puts right what was said of an action, and no event")
    told = pairs_of(what)
    say(one_line(_said(careplay.record_event(business, event, customer, told, **asked))))


def _record_sheets(business: Business, sheets: tuple[str, ...], asked: dict[str, Any]) -> None:
    code = 0
    for sheet in sheets:
        found = careplay.record_sheet(business, sheet, **asked)
        for fault in found.faults:
            say(one_line(str(fault)), err=True)
        say(one_line(_line(sheet, found)))
        code = DATA_FAULT if found.faults else code
    if code:
        raise SystemExit(code)


def _said(found: RecordedEvent) -> str:
    """What was recorded of an event; the values are not shown, but by what it is known."""
    record = found.record
    ref = f", ref {record.told['ref']}" if "ref" in record.told else ""
    how = "was recorded already, nothing is written" if found.again else "recorded"
    return f"{record.type}: customer {record.customer}{ref} ({how}, {record.number})"


def _line(sheet: str, found: RecordedSheet) -> str:
    """How much came of a sheet."""
    again = len(found.recorded) - found.new
    more = f", {counted(again, 'row')} recorded before" if again else ""
    wrong = f", {counted(len(found.faults), 'row')} at fault" if found.faults else ""
    rest = f", {counted(found.empty, 'row')} not filled in" if found.empty else ""
    return f"{sheet}: {counted(found.new, 'row')} recorded{more}{wrong}{rest}"
