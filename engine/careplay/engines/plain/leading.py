"""The days from which a span leads to a day, found by trying each one near it.

``planning/clock.py`` counts back to them instead: one proves the other.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from careplay.calendars.working import WorkingDays
from careplay.meaning.clock import Clock, added, amount_of
from careplay.model.types import Span, Unit


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
    # Nowhere do more than 45 days without a working day follow each other.
    near = (about + timedelta(days=n) for n in range(-45, 46))
    return tuple(each for each in near if added(each, -amount, unit, working) == day)
