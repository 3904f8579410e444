"""Whether kept days may know events by former keys: marked of other attributes, or not at all.

Beside the events that a day knew it is kept by which marks it went, and since when all days do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from careplay.frozen import dataclass
from careplay.history.look_back import looked_back_since
from careplay.meaning.event_keys import mark_begins
from careplay.model.actions import OUTCOMES
from careplay.model.business import Business
from careplay.model.outcomes import asked_types


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
    asked = asked_types(business)
    types = [
        f"{each.name}{mark_begins(each)}"
        for each in business.event_types.values()
        if not each.record and (each.name in asked or not each.undeclared)
    ]
    made_of = ",".join(sorted(types))
    now, before = (_of_occasions(each, asked) for each in (made_of, last.get("marks", "")))
    same = "marks" in last and now == before
    return Marks(made_of, date.fromisoformat(last["marked"]) if same else day)


def _of_occasions(marks: str, asked: Collection[str]) -> tuple[str, ...]:
    """The marks without those of outcomes that give none, declared or not."""
    silent = {*OUTCOMES} - {*asked}
    return tuple(each for each in marks.split(",") if each.partition("#")[0] not in silent)


def may_be_former(marks: Marks, day: date, kept: Iterable[date], business: Business) -> bool:
    """Whether a kept day that counts may go by other marks; those from the day on may."""
    first = looked_back_since(business, day)
    return any(each >= day or first <= each < marks.since for each in kept)
