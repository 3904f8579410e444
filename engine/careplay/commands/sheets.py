"""``careplay sheets``: the open work as sheets to work by, one a person."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.commands.asking import chosen_of, for_one, open_work_of
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    bounded,
    customers_option,
    date_option,
    demand_ids_apart,
    events_option,
    kept_option,
    sound_businesses,
)
from careplay.commands.saying import say
from careplay.commands.unmasking import unmaskable
from careplay.errors import NothingToRunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from careplay import Business, CardSheet, CaseBoard, ComingSheet, StayList, TaskSheet
    from careplay.commands.unmasking import Unmasking

    Printed = TypeVar("Printed", TaskSheet, CaseBoard | StayList | CardSheet | ComingSheet)

TASKS, BOARD, CARDS, CALENDAR = "tasks", "board", "cards", "calendar"
OF = (TASKS, BOARD, "week", "rooms", CARDS, CALENDAR)
"""What sheets may be of."""
CALLED = {
    BOARD: "a board",
    "week": "a list of the week",
    "rooms": "a list of rooms",
    CARDS: "a card",
    CALENDAR: "a calendar",
}
OF_BOARD = "{what} is written as {forms}, and not as {form}"
COMING_DAYS = 30
"""So many days a calendar is of."""
MASKED = "nothing on a board is masked: --unmasked is for sheets"
SEEN = "what is personal on {what} is for whom it is visible_to: say for whom by --for"
BOARDS = (
    "these are the boards of {count} businesses; name one by --business, or a folder by --to"
)
DECKS = "these are the cards of {count} people; name one by --for, or a folder by --to"
CALENDARS = "these are the calendars of {count} people; name one by --for, or a folder by --to"
LISTS = "these are the lists of {count} businesses; name one by --business, or a folder by --to"
SCREEN = "a workbook is no text; write it into a folder by --to"
SEVERAL = "these are the sheets of {count} people; name one by --for, or a folder by --to"


@click.command("sheets")
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@click.option(
    "--of",
    "what",
    type=click.Choice(OF),
    default=OF[0],
    show_default=True,
    help="The tasks of each person, a board of the open cases, who arrives in the week,"
    " who is in which room, a card of each customer for whoever looks after him, or a calendar"
    " of the coming 30 days.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(careplay.SHEETS),
    default=careplay.SHEETS[0],
    show_default=True,
    help="What a sheet is written as.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a file of each person into FOLDER, and not to standard output.",
)
@click.option(
    "--for", "whose", metavar="WHO", help="Only those of a person, a role or a store."
)
@click.option("--business", "chosen", metavar="ID", help="Only those of this business.")
@kept_option("Where the days are kept.")
@customers_option
@events_option
@unmaskable
@bounded
@reports_faults
def sheets(path: Path, day: date, bounds: careplay.Bounds, what: str, **asked: Any) -> None:
    """Print the sheet that somebody works by: his open work, with all that he needs for it.

    It is what `careplay open` lists: late first, then today, then coming. What is personal is
    masked, but for whoever needs it for his work.
    """
    folder, who, form = (asked.pop(each) for each in ("folder", "unmasking", "form"))
    businesses = chosen_of(sound_businesses(path, bounds), asked.pop("chosen"))
    if len(businesses) > 1:
        for_one({}, asked)
        demand_ids_apart(businesses)
    if what != TASKS:
        _demand_board(what, form, who)
        boards = [*_boards(businesses, day, what, asked)]
        several = {BOARD: BOARDS, CARDS: DECKS, CALENDAR: CALENDARS}.get(what, LISTS)
        _give(boards, form, folder, several, careplay.save_boards)
        return
    found: list[TaskSheet] = []
    asked["gone"] = form == "ics"
    for work in open_work_of(businesses, day, asked, who, "sheets"):
        found += careplay.sheets(work, unmasked=who is not None)
    _give(found, form, folder, SEVERAL, careplay.save_sheets)


def _demand_board(what: str, form: str, who: Unmasking | None) -> None:
    """Wrong usage where a board or a list is asked for as there is none."""
    forms = careplay.CALENDARS if what == CALENDAR else careplay.BOARDS
    if form not in forms:
        told = " or ".join(filter(None, (", ".join(forms[:-1]), forms[-1])))
        raise click.UsageError(OF_BOARD.format(what=CALLED[what], forms=told, form=form))
    if who is not None:
        raise click.UsageError(MASKED if what == BOARD else SEEN.format(what=CALLED[what]))


def _boards(
    businesses: Sequence[Business],
    day: date,
    what: str,
    asked: Mapping[str, Any],
) -> Iterator[CaseBoard | StayList | CardSheet | ComingSheet]:
    """The board, or the list, of each business that can have one, and knows whose it is."""
    nobody: list[NothingToRunError] = []
    for business in businesses:
        try:
            if what == BOARD:
                yield careplay.board(business, day, **asked)
            elif what == CALENDAR:
                last = day + timedelta(days=COMING_DAYS - 1)
                yield from careplay.coming_days(business, day, last, **asked)
            elif what == CARDS:
                yield from careplay.cards(business, day, **asked)
            else:
                yield careplay.stay_list(business, day, what, **asked)
        except NothingToRunError as fault:
            nobody.append(fault)
    if nobody and len(nobody) == len(businesses):
        raise nobody[0]


def _give(
    found: Sequence[Printed],
    form: str,
    folder: Path | None,
    several: str,
    save: Callable[[Sequence[Printed], Path, str], Sequence[Path]],
) -> None:
    """Write them into the folder; the only one to standard output where there is none."""
    if folder is not None:
        for file in save(found, folder, form):
            say(file)
        return
    if len(found) > 1:
        raise click.UsageError(several.format(count=len(found)))
    if form == "xlsx" and _is_screen():
        raise click.UsageError(SCREEN)
    for each in found:
        sys.stdout.buffer.write(each.written(form))
    sys.stdout.flush()


def _is_screen() -> bool:
    return sys.stdout.isatty()
