"""The days on which a business is closed or open of its own, as it names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

MonthDay: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days as people name them: stretches with both ends, days of every year, holidays."""

    dates: tuple[tuple[date, date], ...] = ()
    yearly: tuple[tuple[MonthDay, MonthDay], ...] = ()
    """Months and days; a stretch that ends before it begins goes over the new year."""
    holidays: tuple[str, ...] = ()
    """Ids of festivals; each means its days off."""


NO_DAYS = NamedDays()


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What a business says of its days: what is told more exactly counts, else ``closed``."""

    closed: NamedDays = NO_DAYS
    opened: NamedDays = NO_DAYS


def month_days(first: MonthDay, last: MonthDay) -> Iterator[MonthDay]:
    """Every month and day of a stretch of each year, 29 February among them."""
    for on in from_to(date(2024, 1, 1), date(2024, 12, 31)):
        day = (on.month, on.day)
        over_new_year = first > last
        if (day >= first or day <= last) if over_new_year else first <= day <= last:
            yield day


def from_to(first: date, last: date) -> Iterator[date]:
    """Every date of a stretch, both ends among them."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
