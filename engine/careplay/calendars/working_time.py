"""Deadlines: the moment at which so much time has been counted, and how it was counted.

A clock goes around the clock or in working hours only, and stands still in pauses. The
deadline is the earliest moment at which the whole length has been counted, so that four
hours begun at the close of business end four hours after the next opening. Moments are
naive, in the business's own timezone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from careplay.calendars import foreign, public_days
from careplay.calendars.own_days import OwnDays
from careplay.calendars.special_days import own_days_of
from careplay.calendars.stretches import (
    COUNTS,
    DAY,
    MINUTE,
    NO_TIME,
    Line,
    Stop,
    Why,
    WorkingSpans,
    at_time,
    cut,
    days_from,
    merged_lines,
)
from careplay.calendars.working import WorkingDays
from careplay.calendars.zones import shown_at, to_instant

_LAST = datetime.combine(date.max, time.max)
LENGTHS = {
    "minutes": MINUTE,
    "hours": timedelta(hours=1),
    "days": DAY,
    "weeks": 7 * DAY,
}
"""What units other than working days measure."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline, and the stretches from the start to it, without a gap."""

    at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DeadlineClock:
    """The clock of a flow: minutes and hours go by ``hours`` if it is a working clock."""

    days: WorkingDays
    hours: tuple[WorkingSpans, ...]
    """By weekday, 0 is Monday; a weekday without hours is not worked."""
    working: bool
    zone: str = ""
    """The timezone, where its clocks change; else empty."""

    def spans(self, day: date) -> WorkingSpans:
        """The working spans of a date.

        A make-up day on a weekday without hours is worked like the first weekday, from
        Monday on, that has any: no calendar says which weekday it stands in for. So is a day
        that the business says it is open on.
        """
        if not self.days.is_working(day):
            return ()
        return self.hours[day.weekday()] or next((each for each in self.hours if each), ())

    def deadline(
        self, start: datetime, amount: int, unit: str, stops: tuple[Stop, ...] = ()
    ) -> Deadline:
        """When so many units from the start have been counted; nought is the start itself.

        Days and weeks are 24 hours and 7 times that on every clock, and pass where clocks
        change. Working days end with the last working hour. Stops are told in order; time
        before the start is not asked.
        """
        if amount <= 0:
            return Deadline(start, ())
        by_hours = self.working and unit in {"minutes", "hours"}
        if not any(self.hours) and (by_hours or unit == "working_days"):
            raise ValueError("a business without working hours has no working time")
        if unit == "working_days":
            return _counted_days(self, start, amount, stops)
        if by_hours:
            return _counted(cut(_worked(self, start), stops), LENGTHS[unit] * amount)
        return _passed(self.zone, start, LENGTHS[unit] * amount, stops)


def deadline_clock(
    country: str,
    working_hours: Mapping[int, WorkingSpans],
    *,
    working: bool,
    own: OwnDays | None = None,
    zone: str = "",
) -> DeadlineClock:
    """The clock of a business in a country; hours by weekday, 0 is Monday."""
    hours = tuple(working_hours.get(weekday, ()) for weekday in range(7))
    worked = frozenset(weekday for weekday in range(7) if hours[weekday])
    return DeadlineClock(WorkingDays(country, worked, own), hours, working, zone)


def closing(spans: WorkingSpans, day: date) -> datetime:
    """The end of a working day's last span."""
    return at_time(day, spans[-1][1])


def _passed(zone: str, start: datetime, length: timedelta, stops: tuple[Stop, ...]) -> Deadline:
    """All time counts, as it passes; the lines tell what the clocks show."""
    always = (Line(to_instant(start, zone), _LAST, NO_TIME, 0, Why.ALL_HOURS),)
    stood = tuple((to_instant(begin, zone), to_instant(end, zone)) for begin, end in stops)
    found = _counted(cut(always, stood), length)
    lines = tuple(
        replace(each, begin=shown_at(each.begin, zone), end=shown_at(each.end, zone))
        for each in found.lines
    )
    return Deadline(shown_at(found.at, zone), lines)


def _counted(stretches: Iterable[Line], length: timedelta) -> Deadline:
    """Take stretches until the length is used up; those that count are working or all hours."""
    lines: list[Line] = []
    left = length
    for each in stretches:
        if each.why not in COUNTS:
            lines.append(each)
            continue
        taken = min(left, each.end - each.begin)
        end = each.begin + taken
        lines.append(Line(each.begin, end, taken, 0, each.why, each.name))
        left -= taken
        if not left:
            return Deadline(end, merged_lines(lines))
    raise ValueError("the deadline lies beyond the last day of the calendar")


def _worked(clock: DeadlineClock, start: datetime) -> Iterator[Line]:
    """All time from the start on, day by day, in stretches that are worked or not."""
    for day in days_from(start.date()):
        for begin, end, why, name in _stretches(clock, day):
            if end > start:
                yield Line(max(begin, start), end, NO_TIME, 0, why, name)


def _stretches(
    clock: DeadlineClock, day: date
) -> Iterator[tuple[datetime, datetime, Why, str]]:
    """One day from midnight to midnight."""
    at, end = datetime.combine(day, time.min), at_time(day, time.max)
    spans = clock.spans(day)
    why, name = _why(clock, day)
    for opens, closes in spans:
        opening = at_time(day, opens)
        if at < opening:
            yield at, opening, Why.CLOSED, ""
        at = at_time(day, closes)
        yield opening, at, why, name
    if at < end:
        yield (at, end, Why.CLOSED, "") if spans else (at, end, why, name)


def _why(clock: DeadlineClock, day: date) -> tuple[Why, str]:
    """What kind of day it is, and the holiday's name."""
    usual, country = bool(clock.hours[day.weekday()]), clock.days.country
    opened = own_days_of(clock.days.own, country, day.year).get(day)
    if opened is not None:
        return Why.OPENED if opened else Why.SHUT, ""
    if clock.days.is_working(day):
        return Why.WORKING if usual else Why.MADE_UP, ""
    if usual:
        return Why.HOLIDAY, public_days.called(day, country)
    name = foreign.called(day, country)
    return (Why.HOLIDAY, name) if name else (Why.WEEKEND, "")


def _counted_days(
    clock: DeadlineClock, start: datetime, count: int, stops: tuple[Stop, ...]
) -> Deadline:
    """Count working days after the start's, but none in which a stop was still going on."""
    midnight = at_time(start.date(), time.max)
    lines = [Line(start, midnight, NO_TIME, 0, Why.FIRST_DAY)]
    for day in days_from(midnight.date()):
        begin, end = datetime.combine(day, time.min), at_time(day, time.max)
        why, name = _why(clock, day)
        if any(stopped.date() < day <= went_on.date() for stopped, went_on in stops):
            why, name = Why.PAUSED, ""
        counts = int(why in COUNTS)
        count -= counts
        if not count:
            at = closing(clock.spans(day), day)
            lines.append(Line(begin, at, NO_TIME, 1, why, name))
            return Deadline(at, merged_lines(lines))
        lines.append(Line(begin, end, NO_TIME, counts, why, name))
    raise ValueError("the deadline lies beyond the last day of the calendar")
