"""What happened, before it is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from samples.draws import FIRST_DAY, LAST_DAY, Draws
from samples.tables import CsvRow


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one customer."""

    customer: str
    type: str
    at: datetime
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diary:
    """A customer's events as they are made up, one line at a time."""

    customer: str
    draws: Draws
    events: list[Event] = field(default_factory=list)

    def note(self, day: date, event: str, /, **attributes: str) -> None:
        """Write the event down, unless its day lies outside the years told of."""
        if FIRST_DAY <= day <= LAST_DAY:
            self.events.append(Event(self.customer, event, self.draws.moment(day), attributes))

    def note_at(self, at: datetime, event: str, /, **attributes: str) -> None:
        """Write the event down at its moment, unless that lies outside the years told of."""
        if FIRST_DAY <= at.date() <= LAST_DAY:
            self.events.append(Event(self.customer, event, at, attributes))


@dataclass(frozen=True, slots=True)
class Headings:
    """What the three columns every event has are called in the data."""

    customer: str
    type: str
    at: str


def event_rows(events: Iterable[Event], headings: Headings) -> Sequence[CsvRow]:
    """The events in order of time, numbered."""
    ordered = sorted(events, key=lambda event: (event.at, event.customer, event.type))
    return [
        {
            "event_id": f"E{number:05d}",
            headings.customer: event.customer,
            headings.type: event.type,
            headings.at: f"{event.at:%Y-%m-%d %H:%M}",
            **event.attributes,
        }
        for number, event in enumerate(ordered, 1)
    ]
