"""A draft is held against what was recorded so far, and written where it tells anything new."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.faults import RecordingError
from careplay.frozen import dataclass
from careplay.model.actions import PUT_OFF

if TYPE_CHECKING:
    from careplay.store import Recording, StoredRecord

MARKS = re.compile(r"(?:#[0-9a-f]{12})+$")
"""What stands behind the name of a sheet: by each of them a row is known."""


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """What stands recorded of an event."""

    record: StoredRecord
    again: bool = False
    """Whether it stood there before, so that nothing was written."""


def kept(
    writing: Recording, draft: StoredRecord, name: str, *, correct: bool = False
) -> RecordedEvent:
    """The draft, written; or what tells the same already.

    ``name``: how people call what it is of. RecordingError where something else was recorded
    that it would not stand for, or where nothing was that it could correct.
    """
    every = writing.of_action(draft.action)
    known = next((each for each in every if _is_of_one_row(each, draft)), None)
    if known is not None:
        return RecordedEvent(known, again=True)
    before = [each for each in every if _is_of_one_kind(each, draft)]
    last = before[-1] if before else None
    if last is not None and last.says_the_same(draft) and _is_once(last, draft):
        return RecordedEvent(last, again=True)
    if correct:
        return RecordedEvent(writing.add(_corrected(last, draft, name)))
    if last is not None and last.type not in PUT_OFF:
        raise RecordingError(
            f"{name} is recorded otherwise already: {told(last)}; --correct puts that right"
        )
    return RecordedEvent(writing.add(draft))


def told(record: StoredRecord) -> str:
    """What was recorded, in a few words."""
    answers = {**record.told, **record.besides}
    said = "".join(f" {name}={text}" for name, text in answers.items())
    by = f", by {record.by}" if record.by else ""
    return f"{record.type.removeprefix('#')}{said} on {record.entered[:16]}{by}"


def _is_of_one_kind(one: StoredRecord, other: StoredRecord) -> bool:
    """An approval is one thing, and what became of the action another."""
    return one.type.startswith("#") == other.type.startswith("#")


def _is_of_one_row(one: StoredRecord, draft: StoredRecord) -> bool:
    """Whether it was read from this row, or one of another sheet that is of the same attempt.

    Be the sheet called otherwise by now, and be it a table or a workbook.
    """
    return bool(_marks(one) & _marks(draft)) and one.says_the_same(draft)


def _marks(record: StoredRecord) -> frozenset[str]:
    """By what its row is known; of what was typed by nothing."""
    found = MARKS.search(record.sheet)
    return frozenset(found[0].split("#")[1:]) if found else frozenset()


def _is_once(last: StoredRecord, draft: StoredRecord) -> bool:
    """Whether it can be so but once: an action is put off again, on another day."""
    return last.type not in PUT_OFF or last.at[:10] == draft.at[:10]


def _corrected(last: StoredRecord | None, draft: StoredRecord, name: str) -> StoredRecord:
    """The draft in the place of the last record; what happened stays when it happened."""
    if last is None:
        raise RecordingError(f"nothing was recorded of {name} that could be put right")
    if draft.entered < last.entered:
        raise RecordingError(
            f"{name} was recorded on {last.entered[:16]}, after {draft.entered[:16]};"
            " what puts it right is entered later"
        )
    return replace(draft, corrects=last.root, at=last.at)
