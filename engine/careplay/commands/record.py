"""``careplay record``: a sheet that was filled in is read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.amounts import counted
from careplay.commands.asking import chosen_of
from careplay.commands.done import recorded_by
from careplay.commands.faults import reports_faults
from careplay.commands.options import sound_businesses
from careplay.commands.saying import say
from careplay.visible import one_line

if TYPE_CHECKING:
    from careplay import RecordedSheet

DATA_FAULT = 3


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("sheets", nargs=-1, required=True, metavar="SHEET...")
@recorded_by
@reports_faults
def record(path: Path, sheets: tuple[str, ...], bounds: careplay.Bounds, **asked: Any) -> None:
    """Read what became of the work from each SHEET: filled in, as CSV or Excel.

    A sheet is one that `careplay sheets --as csv` wrote. A row in which nothing was filled in
    says nothing, and a row that was read before changes nothing. What is wrong with a row is
    told, and the rest is recorded.
    """
    businesses = chosen_of(sound_businesses(path, bounds), asked.pop("chosen"))
    if len(businesses) > 1:
        folders = ", ".join(f'"{each.folder}"' for each in businesses)
        raise click.UsageError(f"a sheet is one business's own; name one of {folders}")
    code = 0
    for sheet in sheets:
        found = careplay.record_sheet(businesses[0], sheet, **asked)
        for fault in found.faults:
            say(one_line(str(fault)), err=True)
        say(one_line(_line(sheet, found)))
        code = DATA_FAULT if found.faults else code
    if code:
        raise SystemExit(code)


def _line(sheet: str, found: RecordedSheet) -> str:
    """How much came of a sheet."""
    again = len(found.recorded) - found.new
    more = f", {counted(again, 'row')} recorded before" if again else ""
    wrong = f", {counted(len(found.faults), 'row')} at fault" if found.faults else ""
    rest = f", {counted(found.empty, 'row')} not filled in" if found.empty else ""
    return f"{sheet}: {counted(found.new, 'row')} recorded{more}{wrong}{rest}"
