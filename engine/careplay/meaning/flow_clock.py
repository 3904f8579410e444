"""The clock of a flow: when so much of it has passed since a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from careplay.calendars.stretches import NO_TIME, Stop, at_time
from careplay.calendars.working_time import LENGTHS, Deadline, DeadlineClock, deadline_clock
from careplay.calendars.zones import shown_at, to_instant
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, amount_of
from careplay.model.types import Span, Unit

BY_HOURS = (Unit.MINUTES, Unit.HOURS)
"""What a clock that goes in working hours only counts in them."""


@dataclass(frozen=True, slots=True)
class FlowClock:
    """How the cases of one version count time."""

    working: bool
    """Whether it goes in working hours only."""
    begun: date
    """The day as of which the parameters of its spans count."""

    def after(
        self, start: datetime, span: Span, clock: Clock, stops: tuple[Stop, ...] = ()
    ) -> Deadline:
        """The moment that is a span after another, but for the time in which it stood still."""
        amount = self.length(span, clock)
        return self._going(clock).deadline(start, amount, span.unit.value, stops)

    def day_before(self, end: datetime, span: Span, clock: Clock, least: date) -> date:
        """The day on which so much is left until a moment, no earlier than another day."""
        left = LENGTHS[span.unit.value] * self.length(span, clock)
        if not self.working or span.unit not in BY_HOURS:
            begin = shown_at(to_instant(end, clock.zone) - left, clock.zone)
            return max(begin.date(), least)
        going, day = self._going(clock), end.date()
        while day > least and (worked := _worked(going, day, end)) < left:
            left -= worked
            day -= timedelta(days=1)
        return max(day, least)

    def length(self, span: Span, clock: Clock) -> int:
        """How many of its units the span is long."""
        return amount_of(span, replace(clock, day=self.begun))

    def _going(self, clock: Clock) -> DeadlineClock:
        own, zone, country = clock.working.own, clock.zone, clock.working.country
        return deadline_clock(country, clock.hours, working=self.working, own=own, zone=zone)


def _worked(going: DeadlineClock, day: date, end: datetime) -> timedelta:
    """How much is worked on a day up to a moment."""
    spans = ((at_time(day, opens), at_time(day, closes)) for opens, closes in going.spans(day))
    return sum((min(closes, end) - opens for opens, closes in spans if opens < end), NO_TIME)
