"""The sheets that people work by, and boards of cases: made, and written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.diagnostics import did_you_mean
from careplay.errors import UsageError
from careplay.interface.arguments import known_day, span
from careplay.interface.asking import cases, open_query
from careplay.interface.checking import PathLike, sound

if TYPE_CHECKING:
    from careplay.interface.arguments import TableLike
    from careplay.model.business import Business
    from careplay.outputs.boards.board import CaseBoard
    from careplay.outputs.boards.board_files import Printable
    from careplay.outputs.cards.card import CardSheet
    from careplay.outputs.coming.month_sheet import ComingSheet
    from careplay.outputs.open_work import OpenWork
    from careplay.outputs.sheets.sheet import TaskSheet
    from careplay.outputs.stays.stay_list import StayList


def sheets(work: OpenWork, *, unmasked: bool = False) -> tuple[TaskSheet, ...]:
    """A task sheet of each person whose work it is, by id, then of roles that nobody has.

    Each is the list of one person: what is personal is masked, but for what is ``visible_to``
    the role of an action. ``unmasked``: nothing is, once it is written down by ``unmasked``.

    Raises HistoryError where a kept day cannot be read.
    """
    from careplay.outputs.sheets.making import sheets_of  # noqa: PLC0415 - heavy

    return sheets_of(work, unmasked=unmasked)


def board(
    business: Business | PathLike,
    day: dt.date,
    *,
    whose: str | None = None,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
) -> CaseBoard:
    """The cases that are open at the end of the day by step, what is late first.

    ``whose``: only those whose step is a person's, by id or name, a role's or a store's. All
    is as of ``cases``, which it is made of.

    Raises NothingToRunError where nobody is called so; PlaybookError, SourceError,
    DataFaultError and UsageError as ``cases`` does.
    """
    from careplay.outputs.boards.boarding import board_of  # noqa: PLC0415

    known = sound(business)
    found = cases(
        known, day, whose=whose, customers=customers, events=events, staff=staff, out=out
    )
    return board_of(known, day, found, whose or "")


def stay_list(
    business: Business | PathLike,
    day: dt.date,
    of: str = "week",
    *,
    whose: str | None = None,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
) -> StayList:
    """Who arrives in the seven days from the day on (``week``), or is here on it (``rooms``).

    Arrivals are those of guests who have a level of a reception. What is personal is masked;
    ``whose``: it is for a person, by id or name, or for a role, who see what is visible to
    them; of ``rooms`` they see what is theirs to do alone, and so does a store. The tables and
    ``out`` are those of ``open_work``.

    Raises NothingToRunError where the business has no receptions, or nobody is called so;
    UsageError where a list is of neither; else what ``open_work`` does.
    """
    from careplay.outputs.stays.stay_list import StaysOf  # noqa: PLC0415 - seldom
    from careplay.pipeline.stay_lists import made  # noqa: PLC0415 - heavy

    if of not in set(StaysOf):
        near = did_you_mean(of, StaysOf, "lists")
        raise UsageError(f'there is no list of "{of}"{near}')
    known = sound(business)
    asked = open_query(known, out, whose, (customers, events, staff))
    return made(known, known_day(day), StaysOf(of), asked)


def cards(
    business: Business | PathLike,
    day: dt.date,
    *,
    whose: str | None = None,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
) -> tuple[CardSheet, ...]:
    """The know-your-customer cards of each person who looks after customers, by id.

    Who that is, facts tell by which roles are found. What is personal is masked, but for what
    is ``visible_to`` that role. ``whose``: those of a person, by id or name, of the people of a
    role or of a store. The tables and ``out`` are those of ``open_work``.

    Raises NothingToRunError where no role is told by a fact, or nobody is called so; else what
    ``open_work`` does.
    """
    from careplay.pipeline.cards import cards as found_in  # noqa: PLC0415 - heavy

    known = sound(business)
    asked = open_query(known, out, whose, (customers, events, staff))
    return found_in(known, known_day(day), asked)


def coming_days(
    business: Business | PathLike,
    day: dt.date,
    last: dt.date,
    *,
    whose: str | None = None,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
) -> tuple[ComingSheet, ...]:
    """What each person has to do from the day to the last, as far as it is known on the day.

    It is what is open, and what the days up to the last will tell, each run with the memory of
    those before it: that nothing else happens and nothing is recorded is assumed. What cases
    come to is left out. Nothing is written. Whose, and of which data, is said as for
    ``open_work``; what is personal is masked as on ``sheets``.

    Raises NothingToRunError where nobody is called so; UsageError where the last day is before
    the first; else what ``run`` and ``open_work`` do.
    """
    from careplay.outputs.coming.month_sheet import ComingSheet  # noqa: PLC0415 - seldom
    from careplay.outputs.sheets.making import sheets_of  # noqa: PLC0415 - heavy
    from careplay.pipeline.coming import coming_work  # noqa: PLC0415 - heavy

    first, until = span(day, last)
    known = sound(business)
    asked = open_query(known, out, whose, (customers, events, staff))
    work = coming_work(known, first or day, until or last, asked)
    return tuple(ComingSheet(each, last) for each in sheets_of(work))


def save_boards(
    boards: Iterable[Printable], folder: PathLike, form: str = "html"
) -> tuple[Path, ...]:
    """Write each board or list into the folder, whole or not at all; return the files.

    ``form``: one of ``BOARDS``. A file is named by day, business and what it is of.

    Raises OutputError where one cannot be written, or there is no such form.
    """
    from careplay.outputs.boards.board_files import save  # noqa: PLC0415 - seldom

    return save(tuple(boards), Path(folder), form)


def save_sheets(
    sheets: Iterable[TaskSheet], folder: PathLike, form: str = "html"
) -> tuple[Path, ...]:
    """Write each sheet into the folder, whole or not at all; return the files.

    ``form``: one of ``SHEETS``. A file is named by day, business and person, and takes the
    place of a former one of that name.

    Raises OutputError where one cannot be written, or there is no such form.
    """
    from careplay.outputs.sheets.filing import save  # noqa: PLC0415 - seldom

    return save(tuple(sheets), Path(folder), form)
