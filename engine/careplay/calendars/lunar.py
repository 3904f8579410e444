"""The Chinese lunar calendar: its dates, and the days on which they are kept each year.

The months come from borax, whose table agrees with that of the Hong Kong Observatory but for
three new moons, where the Observatory's is followed. They are laid out once as one sequence of
first days, so a date is found by bisection.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeAlias

from careplay.calendars import FIRST_DAY, LAST_DAY

FIRST_YEAR, LAST_YEAR = 1900, 2100

_WRITTEN = re.compile(r"(\d{4})[-/年]([闰閏Ll]?)(\d{1,2})[-/月](\d{1,2})日?")

_Month: TypeAlias = tuple[int, int, bool]
"""Year, month, and whether it is the leap month."""

_OBSERVATORY: Mapping[_Month, date] = {
    (2057, 9, False): date(2057, 9, 28),
    (2089, 8, False): date(2089, 9, 4),
    (2097, 7, False): date(2097, 8, 7),
}
"""First days by the Observatory's table that the one in borax has a day later: the new moons
are within minutes of midnight, and the Observatory says itself that it may be a day off."""


@dataclass(frozen=True, slots=True, order=True)
class Lunar:
    """A date of the lunar calendar; ``leap`` is a day of the leap month after ``month``."""

    year: int
    month: int
    day: int
    leap: bool = False


def to_lunar(day: date) -> Lunar:
    """The lunar date of a day; ValueError outside ``FIRST_DAY`` to ``LAST_DAY``."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"lunar dates are known from {FIRST_DAY} to {LAST_DAY}, not on {day}")
    starts, months = _sequence()
    index = bisect_right(starts, day.toordinal()) - 1
    year, month, leap = months[index]
    return Lunar(year, month, day.toordinal() - starts[index] + 1, leap)


def to_solar(lunar: Lunar) -> date:
    """The day of a lunar date; ValueError where the calendar has no such date."""
    start, length = _month(lunar.year, lunar.month, leap=lunar.leap)
    if not 1 <= lunar.day <= length:
        leap = "leap month" if lunar.leap else "month"
        raise ValueError(f"{leap} {lunar.month} of lunar year {lunar.year} has {length} days")
    return date.fromordinal(start + lunar.day - 1)


def lunar_kept_in(lunar: Lunar, year: int, *, leap_month_leap: bool, next_day: bool) -> date:
    """The day on which a lunar date is kept in a lunar year.

    A date of a leap month: in that year's same leap month where ``leap_month_leap`` and the
    year has it, else in the ordinary month. The 30th of a month of 29 days: the day after the
    29th where ``next_day`` (it may lie in the next lunar year), else the 29th.
    """
    leap = lunar.leap and leap_month_leap and (year, lunar.month, True) in _months()
    start, length = _month(year, lunar.month, leap=leap)
    day = lunar.day if next_day else min(lunar.day, length)
    return date.fromordinal(start + day - 1)


@lru_cache(maxsize=1024)
def solar_dates_kept_on(
    day: date, *, leap_month_leap: bool, next_day: bool
) -> tuple[date, ...]:
    """Every date of an earlier lunar year that is kept on the given day, in order.

    The inverse of ``lunar_kept_in`` from the lunar year 1900 on; ValueError outside
    ``FIRST_DAY`` to ``LAST_DAY``.
    """
    months = _months()
    found: list[date] = []
    for kept in _candidates(day):
        if kept.year < FIRST_YEAR or day != lunar_kept_in(
            kept, kept.year, leap_month_leap=leap_month_leap, next_day=next_day
        ):
            continue
        for year in range(FIRST_YEAR, kept.year):
            start, length = months.get((year, kept.month, kept.leap), (0, 0))
            if kept.day <= length:
                found.append(date.fromordinal(start + kept.day - 1))
    return tuple(sorted(found))


def parse_written(text: str) -> date:
    """The day of a lunar date as people write it; ValueError where it cannot be read.

    >>> parse_written("1990-05-12"), parse_written("1990-闰05-12"), parse_written("1990-L5-12")
    (datetime.date(1990, 6, 4), datetime.date(1990, 7, 4), datetime.date(1990, 7, 4))
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise ValueError(f'"{text}" is not a lunar date such as 1990-05-12 or 1990-闰05-12')
    year, leap, month, day = written.groups()
    return to_solar(Lunar(int(year), int(month), int(day), bool(leap)))


def month_length(lunar: Lunar) -> int:
    """How many days the lunar date's month has, 29 or 30."""
    return _month(lunar.year, lunar.month, leap=lunar.leap)[1]


def _candidates(day: date) -> Iterator[Lunar]:
    """The lunar dates, of the year they are kept in, that might be kept on the day."""
    today = to_lunar(day)
    eve = to_lunar(day - timedelta(days=1)) if day > FIRST_DAY else today
    for leap in (False, True):
        yield Lunar(today.year, today.month, today.day, leap)
        if today.day == 29:
            yield Lunar(today.year, today.month, 30, leap)
        if today.day == 1:
            yield Lunar(eve.year, eve.month, 30, leap)


def _month(year: int, month: int, *, leap: bool) -> tuple[int, int]:
    """The ordinal of a month's first day, and its length."""
    try:
        return _months()[year, month, leap]
    except KeyError:
        name = f"leap month {month}" if leap else f"month {month}"
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"lunar years are known from 1900 to 2100, not {year}") from None
        raise ValueError(f"lunar year {year} has no {name}") from None


@cache
def _months() -> dict[_Month, tuple[int, int]]:
    """Every lunar month with the ordinal of its first day and its length, in order."""
    # Many a command asks for no lunar date at all.
    from borax.calendars.lunardate import (  # type: ignore[import-untyped] # noqa: PLC0415
        LCalendars,
    )

    starts: dict[_Month, int] = {}
    start = FIRST_DAY.toordinal()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month, length, leap in LCalendars.iter_year_month(year):
            starts[year, month, bool(leap)] = start
            start += length
    starts |= {month: day.toordinal() for month, day in _OBSERVATORY.items()}
    ends = pairwise((*starts.values(), start))
    return {
        month: (first, after - first)
        for month, (first, after) in zip(starts, ends, strict=True)
    }


@cache
def _sequence() -> tuple[list[int], list[_Month]]:
    """The first days of all months in order, and the months beside them."""
    months = _months()
    return [start for start, _ in months.values()], list(months)
