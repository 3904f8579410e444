"""What became of one action is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.pipeline.recording.drafting import Desk, drafted
from careplay.pipeline.recording.keeping import kept
from careplay.pipeline.recording.told import NamedAction, ToldActions
from careplay.sources.connecting import confine, connect
from careplay.sources.sheet_rows import SheetRow, sheet_rows
from careplay.sources.staff import load_staff
from careplay.store import recording

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.pipeline.recording.said import Entered, Said
    from careplay.store import StoredRecord


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """What stands recorded of an action, and which that is."""

    record: StoredRecord
    again: bool
    """Whether it stood there before, so that nothing was written."""
    code: str
    """The action's code, or its id where it has none."""
    title: str


def desk_of(business: Business, out: Path, entered: Entered) -> Desk:
    """What is looked up while something is recorded; from here on kept days alone are read."""
    desk = _opened(business, entered)
    confine(desk.connection, (), out)
    return desk


def desk_reading(
    business: Business, out: Path, entered: Entered, sheet: str, known: Sequence[str]
) -> tuple[Desk, tuple[SheetRow, ...]]:
    """The same, with the rows of a sheet, which has one of the known headings."""
    desk = _opened(business, entered)
    rows = sheet_rows(desk.connection, sheet, known, business.bounds)
    confine(desk.connection, (), out)
    return desk, rows


def _opened(business: Business, entered: Entered) -> Desk:
    connection = connect(business.bounds)
    staff = load_staff(connection, business)
    return Desk(business, staff.people if staff else (), connection, entered)


def told_actions(desk: Desk, out: Path, names: Iterable[str]) -> ToldActions:
    """What was told of the actions that are named, up to the day of entry."""
    return ToldActions(desk.business, out, desk.day, names, desk.connection)


def record_outcome(
    business: Business, out: Path, name: str, said: Said, entered: Entered
) -> RecordedOutcome:
    """What is said became of the action of that code or id, recorded once.

    RecordingError where there is no such action, or it cannot be said of it.
    """
    desk = desk_of(business, out, entered)
    who = desk.person(entered.by)
    action = told_actions(desk, out, (name,)).named(name, desk.people, by=who)
    return recorded_of(desk, out, action, said)


def recorded_of(desk: Desk, out: Path, action: NamedAction, said: Said) -> RecordedOutcome:
    """What is said of the action, recorded once; RecordingError where it cannot be said."""
    draft, entered = drafted(desk, action, said), desk.entered
    with recording(out / desk.business.id, entered.wait) as writing:
        found = kept(writing, draft, action.name, correct=entered.correct)
    return RecordedOutcome(found.record, found.again, action.name, action.title or "")
