"""Public holidays of the countries, from the package ``holidays``.

The package is imported when the first one is asked for, and of its 250 countries only those
that are asked for, since all of them take a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from careplay.calendars.names import as_id
from careplay.calendars.singly import imported_singly

if TYPE_CHECKING:
    from holidays import HolidayBase

_NAMED_IN = range(2020, 2031)
"""The years whose holidays give a country's names; fixed, so that they never change."""
_ESTIMATED = "estimated)"
_NOT_THE_DAY = ("observed", "Day off (", "Substitute Holiday")


@cache
def supported(country: str) -> bool:
    """Whether the public holidays of a country (two letters) are known."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    # ``list_supported_countries`` says the same, but imports the module of every country.
    return any(country == code for _, code, *_ in COUNTRIES.values())


@cache
def labels(country: str) -> Mapping[str, str]:
    """Id to English name of the holidays a country has had of late; none for one unknown."""
    if not supported(country):
        return {}
    found = (name for year in _NAMED_IN for _, name in _named(country, year))
    return {as_id(name): name for name in sorted(set(found))}


def on(day: date, country: str) -> tuple[str, ...]:
    """The ids of the holidays that fall on the day itself; days in lieu are not counted."""
    if not supported(country):
        return ()
    return tuple(as_id(name) for found, name in _named(country, day.year) if found == day)


def dates(holiday: str, country: str, year: int) -> tuple[date, ...]:
    """The days of a year on which a holiday of the country falls itself."""
    if not supported(country):
        return ()
    return tuple(day for day, name in _named(country, year) if as_id(name) == holiday)


@cache
def in_lieu(holiday: str, country: str, year: int) -> frozenset[date]:
    """The days off of a year that stand for a holiday of the country, its own day or not."""
    if not supported(country):
        return frozenset()
    told = _holidays(country, year)
    return frozenset(
        day
        for day in told
        for name in told.get_list(day)
        if as_id(name.partition(" (")[0]) == holiday
    )


def called(day: date, country: str) -> str:
    """What a day off is called in English, days in lieu as well; empty on any other day."""
    return _holidays(country, day.year).get(day, "")


def estimated(country: str, year: int) -> bool:
    """Whether the package lacks the year or only estimates one of its holidays."""
    told = _holidays(country, year)
    names = (name for day in told for name in told.get_list(day))
    covered = told.start_year <= year <= told.end_year
    return not covered or any(_ESTIMATED in name for name in names)


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """The public holidays of a year, days in lieu among them."""
    return frozenset(_holidays(country, year))


@cache
def made_up(country: str, year: int) -> frozenset[date]:
    """The weekend days of a year that are worked to make up for a holiday."""
    # The package lists make-up days of some other years with every year.
    told = _holidays(country, year).weekend_workdays
    return frozenset(day for day in told if day.year == year)


@cache
def _named(country: str, year: int) -> tuple[tuple[date, str], ...]:
    told = _holidays(country, year)
    named = ((day, name) for day in sorted(told) for name in told.get_list(day))
    return tuple(
        (day, name.replace(" (estimated)", ""))
        for day, name in named
        if not any(word in name for word in _NOT_THE_DAY)
    )


@cache
def _holidays(country: str, year: int) -> HolidayBase:
    if not supported(country):
        raise ValueError(f'no public holidays are known for the country "{country}"')
    import holidays  # noqa: PLC0415

    imported_singly("holidays.countries")
    return holidays.country_holidays(country, years=year, expand=False, language="en_US")
