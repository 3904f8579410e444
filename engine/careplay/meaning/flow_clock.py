"""The clock of a flow: when so much of it has passed since a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from careplay.calendars.stretches import Stop
from careplay.calendars.working_time import Deadline, deadline_clock
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, amount_of
from careplay.model.types import Span


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
        going = deadline_clock(
            clock.working.country,
            clock.hours,
            working=self.working,
            own=clock.working.own,
            zone=clock.zone,
        )
        return going.deadline(start, self.length(span, clock), span.unit.value, stops)

    def length(self, span: Span, clock: Clock) -> int:
        """How many of its units the span is long."""
        return amount_of(span, replace(clock, day=self.begun))
