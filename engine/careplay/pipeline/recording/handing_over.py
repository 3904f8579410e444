"""One person hands his work over to another, from a day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import RecordingError
from careplay.pipeline.recording.keeping import RecordedEvent
from careplay.pipeline.recording.outcomes import desk_of
from careplay.sources.handing_over import in_force, last_of
from careplay.store import StoredRecord, read_records, recorded_rows, recording
from careplay.store.record import HANDED_OVER

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.pipeline.recording.said import Entered


def record_hand_over(
    business: Business, out: Path, people: tuple[str, str], since: date, entered: Entered
) -> RecordedEvent:
    """The work of the first is the second's from that day on; recorded once.

    Whoever is named as his own successor has his work again. RecordingError where one of them
    is nobody, or it would come back to whoever hands it over.
    """
    desk = desk_of(business, out, entered)
    if not desk.people:
        raise RecordingError(f"{business.name} names no staff, so nobody can hand work over")
    found = [desk.person(each, about) for each, about in zip(people, ("", "to"), strict=True)]
    person, to = (each.id if each else "" for each in found)
    by = desk.by
    over = in_force(recorded_rows(read_records(out / business.id)).handed_over, since)
    if person != to and last_of(to, {**over, person: ""}) == "":
        raise RecordingError(f"{to} has handed over to {person}; name somebody else")
    draft = StoredRecord(
        HANDED_OVER,
        desk.moment,
        desk.moment,
        told={"person": person, "to": to, "from": since.isoformat()},
        by=by,
    )
    with recording(out / business.id, entered.wait) as writing:
        own = [each for each in writing.of_type(HANDED_OVER) if each.told["person"] == person]
        if own and own[-1].says_the_same(draft):
            return RecordedEvent(own[-1], again=True)
        return RecordedEvent(writing.add(draft))
