"""The days of a year that do not go by their weekday, and whether they are worked."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from careplay.calendars import foreign
from careplay.calendars.own_days import NamedDays, OwnDays, from_to, month_days
from careplay.calendars.public_days import days_of, days_off


@lru_cache(maxsize=4096)
def special_days(
    country: str, weekdays: frozenset[int], own: OwnDays | None, year: int
) -> dict[date, bool]:
    """Days off among the weekdays, make-up days among the others, and a business's own."""
    off = {day: False for day in days_off(country, year) if day.weekday() in weekdays}
    made_up = foreign.made_up(country, year)
    on = {day: True for day in made_up if day.weekday() not in weekdays}
    return off | on | own_days_of(own, country, year)


@lru_cache(maxsize=4096)
def own_days_of(own: OwnDays | None, country: str, year: int) -> dict[date, bool]:
    """The days of a year of which a business says something of its own."""
    found: dict[date, bool] = {}
    if own is not None:
        for days in (_of_holidays, _of_every_year, _of_dates):
            found |= dict.fromkeys(days(own.opened, country, year), True)
            found |= dict.fromkeys(days(own.closed, country, year), False)
    return found


def _of_holidays(named: NamedDays, country: str, year: int) -> Iterator[date]:
    for festival in named.holidays:
        yield from days_of(festival, country, year)


def _of_every_year(named: NamedDays, _: str, year: int) -> Iterator[date]:
    for stretch in named.yearly:
        for month, day in month_days(*stretch):
            if (month, day) != (2, 29) or isleap(year):
                yield date(year, month, day)


def _of_dates(named: NamedDays, _: str, year: int) -> Iterator[date]:
    for first, last in named.dates:
        yield from from_to(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
