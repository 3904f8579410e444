"""What became of the work is recorded, so that every later run knows of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from careplay.errors import UsageError
from careplay.interface.arguments import known_day
from careplay.interface.checking import PathLike, sound
from careplay.interface.choices import DEFAULT_WAIT
from careplay.interface.running import kept_place
from careplay.pipeline.recording.said import Became, Entered, Said

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.pipeline.recording.keeping import RecordedEvent
    from careplay.pipeline.recording.outcomes import RecordedOutcome
    from careplay.pipeline.recording.sheets import RecordedSheet

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


def record_outcome(
    business: Business | PathLike,
    code: str,
    became: str,
    *,
    at: datetime,
    outcome: str = "",
    answers: Mapping[str, str] = NO_ANSWERS,
    until: date | str = "",
    by: str = "",
    correct: bool = False,
    out: PathLike | None = None,
    wait: float = DEFAULT_WAIT,
) -> RecordedOutcome:
    """Record what became of the action with the code, or the ``action_id``.

    ``became``: ``done``, ``refused``, ``unreached``, ``snoozed`` (``until`` a day),
    ``approved`` or ``declined``. ``outcome`` is that of a step of a flow, ``answers`` what the
    action asks for, by name, as it would stand in a table. ``at``: the moment of entry, as
    clocks of the business show it or with its timezone; ``by``: whoever records it, by id or
    name. ``correct``: it takes the place of what was recorded of the action last. ``out``: the
    folder that days are kept in; that of ``kept_in`` unless told. ``wait``: so many seconds it
    is waited for others who record.

    Once it comes back it is on the disk. What stands there already is not written again.

    Raises RecordingError where there is no such action, or it cannot be said of it; OutputError
    where it cannot be written; HistoryError where a kept day cannot be read; PlaybookError
    where a path is given and the business there has faults; UsageError where ``became`` is
    something else.
    """
    from careplay.pipeline.recording.outcomes import record_outcome as recorded  # noqa: PLC0415

    if became not in {*Became}:
        raise UsageError(f'"{became}" is nothing that becomes of work; {", ".join(Became)} is')
    known = sound(business)
    said = Said(Became(became), outcome, answers, str(until))
    entered = Entered(_known_moment(at), by, "", correct, wait)
    return recorded(known, kept_place(known, out), code, said, entered)


def record_sheet(
    business: Business | PathLike,
    sheet: PathLike,
    *,
    at: datetime,
    by: str = "",
    correct: bool = False,
    out: PathLike | None = None,
    wait: float = DEFAULT_WAIT,
) -> RecordedSheet:
    """Record what a sheet says that was filled in: CSV as ``save_sheets`` writes it, or Excel.

    The other arguments are those of ``record_outcome``. A row in which nothing was filled in
    says nothing; one that was read before changes nothing; what is wrong with a row is told in
    ``faults``, and the rest is recorded.

    Raises SourceError where the sheet cannot be read, DataFaultError where it has no column
    for codes; RecordingError where ``by`` is nobody; and what ``record_outcome`` does.
    """
    from careplay.pipeline.recording.sheets import record_sheet as recorded  # noqa: PLC0415

    known = sound(business)
    entered = Entered(_known_moment(at), by, "", correct, wait)
    place = kept_place(known, out)
    return recorded(known, place, os.fspath(sheet), entered)


def record_event(
    business: Business | PathLike,
    event: str,
    customer: str,
    told: Mapping[str, str] = NO_ANSWERS,
    *,
    at: datetime,
    by: str = "",
    out: PathLike | None = None,
    wait: float = DEFAULT_WAIT,
) -> RecordedEvent:
    """Record an event that is of no action, such as a complaint, of the customer of that key.

    ``told``: its attributes, as they would stand in a table, and ``at``, when it happened,
    where that was before it is recorded. The other arguments are those of ``record_outcome``.
    One that begins a case or a stay and names no reference gets one.

    Raises RecordingError where there is no such event type, attribute or customer, or a value
    is none; SourceError and DataFaultError as ``run`` does; and what ``record_outcome`` does.
    """
    from careplay.pipeline.recording.events import (  # noqa: PLC0415
        TypedEvent,
        record_event as recorded,
    )

    known = sound(business)
    entered = Entered(_known_moment(at), by, wait=wait)
    place = kept_place(known, out)
    return recorded(known, place, TypedEvent(event, customer, told), entered)


def hand_over(
    business: Business | PathLike,
    person: str,
    to: str,
    since: date,
    *,
    at: datetime,
    by: str = "",
    out: PathLike | None = None,
    wait: float = DEFAULT_WAIT,
) -> RecordedEvent:
    """Record that the work of a person, by id or name, is another's from a day on.

    Who is named as his own successor has his work again. The other arguments are those of
    ``record_outcome``.

    Raises RecordingError where one of them is nobody, or it would come back to the first; and
    what ``record_outcome`` does.
    """
    from careplay.pipeline.recording.handing_over import record_hand_over  # noqa: PLC0415

    known = sound(business)
    entered = Entered(_known_moment(at), by, wait=wait)
    place = kept_place(known, out)
    return record_hand_over(known, place, (person, to), known_day(since), entered)


def _known_moment(at: object) -> datetime:
    """The moment, of a day that the calendars know."""
    if not isinstance(at, datetime):
        raise UsageError(
            f"{at!r} is no moment; give one such as datetime(2026, 11, 21, 10, 30)"
        )
    known_day(at.date())
    return at
