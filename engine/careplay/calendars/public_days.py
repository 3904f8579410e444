"""The days off of a country, and those that stand for one festival."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from careplay.calendars import breaks, festivals, foreign

_DAY = timedelta(days=1)


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """The public holidays of a year, and every day of China's official breaks.

    Of a break the package has no weekend day but the statutory ones.
    """
    whole = breaks.days_off(year) if country == "CN" else {}
    return frozenset((*foreign.days_off(country, year), *whole))


@cache
def days_of(festival: str, country: str, year: int) -> frozenset[date]:
    """The days of a year that a business means when it names a festival as days off.

    The festival's own day; in China the whole of its break, or, in a year without a notice,
    the days off in a row with it; elsewhere the days off in lieu of it.
    """
    own = festivals.dates(festival, year, country)
    if country != "CN":
        return frozenset((*own, *foreign.in_lieu(festival, country, year)))
    if breaks.noticed(year):
        return frozenset((*own, *breaks.days_for(festival, year)))
    if festival not in breaks.FESTIVALS:
        return frozenset(own)
    return frozenset(day for each in own for day in (each, *_in_a_row(each)))


def called(day: date, country: str) -> str:
    """What a day off is called in English, or else the festival of its break."""
    festival = breaks.days_off(day.year).get(day, "") if country == "CN" else ""
    return foreign.called(day, country) or festivals.FESTIVALS.get(festival, ("", ""))[1]


def _in_a_row(day: date) -> Iterator[date]:
    """China's days off next to the day, before it and after."""
    for step in (-_DAY, _DAY):
        each = day + step
        while each in days_off("CN", each.year):
            yield each
            each += step
