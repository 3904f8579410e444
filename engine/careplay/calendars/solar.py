"""The day on which a date of the common calendar is kept in another year."""

from __future__ import annotations

from calendar import isleap
from datetime import date


def anniversary_in(day: date, year: int, *, march_first: bool) -> date:
    """The anniversary of the day in that year.

    29 February in a common year: 1 March where ``march_first``, else 28 February.
    """
    if (day.month, day.day) != (2, 29) or isleap(year):
        return day.replace(year=year)
    return date(year, 3, 1) if march_first else date(year, 2, 28)


def month_days_kept_on(day: date, *, march_first: bool) -> tuple[tuple[int, int], ...]:
    """Every (month, day) that is kept on the given day: the inverse of ``anniversary_in``."""
    own = (day.month, day.day)
    stand_in = (3, 1) if march_first else (2, 28)
    return (own, (2, 29)) if own == stand_in and not isleap(day.year) else (own,)
