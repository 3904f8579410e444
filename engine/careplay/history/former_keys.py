"""Whether kept days may know events by former keys: marked of other attributes, or not at all.

Beside the events that a day knew it is kept by which marks it went, and since when all days do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from careplay.frozen import dataclass
from careplay.history.look_back import looked_back_since
from careplay.meaning.event_keys import mark_begins
from careplay.model.business import Business


@dataclass(frozen=True, slots=True)
class Marks:
    """By which marks a day tells events apart that have no key."""

    made_of: str
    """The types of events, with what their marks begin with."""
    since: date
    """The day from which on all days up to that one went by them."""

    def as_text(self) -> Mapping[str, str]:
        """The same as a file keeps it."""
        return {"marks": self.made_of, "marked": self.since.isoformat()}


def marks_of(business: Business, day: date, last: Mapping[str, str]) -> Marks:
    """Those of the day; ``last`` is what the last kept day tells, nothing where none does."""
    types = (each for each in business.event_types.values() if not each.record)
    made_of = ",".join(sorted(f"{each.name}{mark_begins(each)}" for each in types))
    same = last.get("marks") == made_of
    return Marks(made_of, date.fromisoformat(last["marked"]) if same else day)


def may_be_former(marks: Marks, day: date, kept: Iterable[date], business: Business) -> bool:
    """Whether a kept day that counts may go by other marks; those from the day on may."""
    first = looked_back_since(business, day)
    return any(each >= day or first <= each < marks.since for each in kept)
