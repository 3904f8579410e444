"""The days from which a span leads to a day, found by trying each one near it.

``planning/clock.py`` counts back to them instead: one proves the other.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from careplay.calendars.working import WorkingDays
from careplay.meaning.clock import Clock, added, amount_of
from careplay.model.types import Span, Unit

ONE_DAY = timedelta(days=1)


def led_to(day: date, before: Span, clock: Clock) -> tuple[date, ...]:
    """Every T from which ``before``, counted back, leads to the day.

    One as a rule; none or several where working days or months are counted.
    """
    return _led_to(day, amount_of(before, clock), before.unit, clock.working)


@lru_cache(maxsize=4096)
def _led_to(day: date, amount: int, unit: Unit, working: WorkingDays) -> tuple[date, ...]:
    try:
        about = added(day, amount, unit, working)
    except ValueError:  # past the end of the calendar
        return ()

    def reached(each: date) -> date:
        return added(each, -amount, unit, working)

    # A later day leads to no earlier one, so nothing is missed beyond the first that is past.
    first = last = about
    while reached(first) >= day:
        first -= ONE_DAY
    while reached(last) <= day:
        last += ONE_DAY
    near = (first + timedelta(days=n) for n in range((last - first).days))
    return tuple(each for each in near if reached(each) == day)
