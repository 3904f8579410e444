"""When a rule looks at a customer: the closed set of triggers.

A trigger finds occasions. An occasion has a key, which makes an action's id the same
on every engine and every rerun; each class says its key. T is every day from which
``before``, counted back, leads to the as-of date: one working day before a holiday is the
last working day before it. Events later than the as-of date are not known yet.

Where a span is another from a day on, because its parameter is, what leads by it to a day comes
on the first day by which it has led there, each day counting by its own value: nothing comes
twice, and what a change leaves in between comes on the day of the change; if that was a day
without a run, with the next one. Of an absence this is so of the first notice; those that
follow count by the value of their day.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, assert_never

from careplay.frozen import dataclass
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.types import Parameter, Span

NO_SPAN = Span(0)


class LeapDay(StrEnum):
    """When 29 February is kept in a common year."""

    FEBRUARY_28 = "february 28"
    MARCH_1 = "march 1"


class LeapMonth(StrEnum):
    """When a date in a lunar leap month is kept, in a year that has that leap month."""

    ORDINARY = "ordinary"
    LEAP = "leap"


class ShortMonth(StrEnum):
    """When the 30th of a lunar month is kept, in a year where the month has 29 days."""

    LAST_DAY = "last day"
    NEXT_DAY = "next day"


@dataclass(frozen=True, slots=True)
class OfFact:
    """A date or moment fact of the customer: ``birthday``, ``last_visit``."""

    fact: str


@dataclass(frozen=True, slots=True)
class OfEvent:
    """Each event of a type, by its moment or by one of its date attributes."""

    event: str
    attribute: str | None = None
    where: Condition = ALWAYS


Source: TypeAlias = OfFact | OfEvent


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The day of the year on which a date falls, in every later year.

    Key: ``<fact>:<T>`` for a fact, ``<event key>:<T>`` for an event. Due when the
    date's anniversary, kept by the fact's calendar, is T and the date lies in an earlier
    year (lunar year for lunar dates). Events and measures are kept by the solar calendar.
    Where the fact that tells the calendar holds neither ``solar`` nor ``lunar``, a day of
    either calendar is an occasion that is undecided for want of that fact.
    """

    of: Source
    before: Span = NO_SPAN
    leap_day: LeapDay = LeapDay.FEBRUARY_28
    leap_month: LeapMonth = LeapMonth.ORDINARY
    short_month: ShortMonth = ShortMonth.LAST_DAY


@dataclass(frozen=True, slots=True)
class After:
    """A span after a date (a negative span: before it). Days count by date.

    Key: ``<event key>`` or ``<fact>:<the date>``. Due when date + span is the as-of date.
    Months and years that would pass the month's end stop at its last day. Of several events
    that go by one key the least gives the occasion: by moment, then by its attributes in
    order of name, a missing one last. So it is with every trigger of events.
    """

    of: Source
    span: Span


@dataclass(frozen=True, slots=True)
class Absent:
    """No such event for a span; then, with ``again``, once more every so often.

    Key: ``<event type>:<date of the last event>+<days absent>``. Due when the date of the
    customer's latest event plus span (plus k times again, k = 1, 2, … up to ``times``) is
    the as-of date; the first notice is moved by ``k * again`` in one step. A customer who
    never had the event has no occasion. With ``again`` below 1 nothing repeats. The event's
    attributes are not told.
    """

    event: str
    span: Span
    again: Span | None = None
    times: int | None = None
    where: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Happens:
    """The event itself, on its own day. Key: ``<event key>``.

    A run looks again, as of each of them, at the days from the last run's on: what happened
    after a run was made is told by the next.
    """

    event: str
    where: Condition = ALWAYS


class OfCalendar:
    """A trigger that the calendar alone sets off, whoever the customer is.

    What treats all of them alike matches this, and needs no change for a new one.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Holiday(OfCalendar):
    """One of the named festivals falls on T. Key: ``<festival>:<T>``."""

    names: tuple[str, ...]
    before: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class SolarTerm(OfCalendar):
    """One of the 24 solar terms begins on T. Key: ``<term>:<T>``."""

    names: tuple[str, ...]
    before: Span = NO_SPAN


class Period(StrEnum):
    """What a recurring rule recurs in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


LAST = -1


@dataclass(frozen=True, slots=True)
class Every(OfCalendar):
    """Once in each period, on one day of it. Key: ``<period>:<T>``.

    A week: ``weekday`` (0 is Monday). A month, or month ``month`` of a quarter (1 to 3)
    or year (1 to 12): ``day`` (31 stops at the month's end, LAST is the last day) or the
    ``nth`` (1 to 5, LAST) ``weekday``; a month with no fifth has no occasion. What is not
    told is the first: Monday, month 1, day 1, the first such weekday.
    """

    period: Period
    month: int | None = None
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None
    before: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class Enters:
    """True of the segment as of the date, and not true (false or unknown) the day before.

    As of the day before everything is found anew: events up to its end, windows, ``today``,
    ranks, and parameters (or their first value). Told facts have no history and count as
    they are now. Where the day before is that of the last run, events that came in since do
    not count there. Key: ``enters <segment>:<date>``.
    """

    segment: str


@dataclass(frozen=True, slots=True)
class Leaves:
    """Not true (false or unknown) of the segment as of the date, true as of the day before.

    The day before is found as for ``Enters``. Key: ``leaves <segment>:<date>``.
    """

    segment: str


class Direction(StrEnum):
    """Which way a number crosses a level."""

    REACHES = "reaches"
    FALLS_BELOW = "falls_below"


@dataclass(frozen=True, slots=True)
class Crosses:
    """A measure passes a level between the day before and the as-of date.

    ``reaches``: below the level (or missing) the day before, at or above it now.
    ``falls_below``: at or above it the day before, below it (and known) now. A level has
    the value of the as-of date on both days. The day before is found as for ``Enters``. One
    occasion per level passed. Key: ``<fact>:<level>:<date>``.
    """

    fact: str
    levels: tuple[Decimal | Parameter, ...]
    direction: Direction = Direction.REACHES


@dataclass(frozen=True, slots=True)
class Stands:
    """A record (a case of a flow, a stay of a reception) of which the condition is true now.

    The record's attributes are those of an event of the type ``record``. Key:
    ``<record>:<the attributes of key, as plain text, joined with />``; a missing one is
    empty; with ``daily`` the as-of date comes first. ``because`` begins with the record and
    the value of the last attribute of the key.
    """

    record: str
    where: Condition
    key: tuple[str, ...]
    daily: bool = False
    endless: bool = False
    """Whether a record may ask for it for ever: then it does so of what runs asked for."""
    asked_since: date | None = None
    """Of an endless one: from which day on every run asked for it, the last among them."""


Trigger: TypeAlias = (
    Anniversary
    | After
    | Absent
    | Happens
    | Holiday
    | SolarTerm
    | Every
    | Enters
    | Leaves
    | Crosses
    | Stands
)


def event_of(trigger: Trigger) -> str | None:
    """The type of the event or record that gives the trigger's occasions, where one does."""
    match trigger:
        case Happens(event) | Stands(event):
            return event
        case Anniversary(OfEvent(event)) | After(OfEvent(event)):
            return event
        case Anniversary() | After() | Absent() | OfCalendar():
            return None
        case Enters() | Leaves() | Crosses():
            return None
        case _:
            assert_never(trigger)


def where_of(trigger: Trigger) -> Condition:
    """What the trigger asks of the events or records that it looks at."""
    match trigger:
        case Happens(_, where) | Stands(_, where) | Absent(where=where):
            return where
        case Anniversary(OfEvent(_, _, where)) | After(OfEvent(_, _, where)):
            return where
        case Anniversary() | After() | OfCalendar():
            return ALWAYS
        case Enters() | Leaves() | Crosses():
            return ALWAYS
        case _:
            assert_never(trigger)
