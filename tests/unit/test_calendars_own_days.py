"""A business's own days: which they are in a year, and what of them counts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from careplay.calendars import FIRST_DAY, LAST_DAY, festivals
from careplay.calendars.own_days import NamedDays, OwnDays
from careplay.calendars.stretches import Why
from careplay.calendars.working import WorkingDays
from careplay.calendars.working_time import deadline_clock

WEEK = frozenset(range(7))
OVER_NEW_YEAR = NamedDays(yearly=(((12, 24), (1, 2)),))
LEAP_DAY = NamedDays(yearly=(((2, 29), (2, 29)),))


def days(text: str) -> NamedDays:
    first, _, last = text.partition("/")
    stretch = (date.fromisoformat(first), date.fromisoformat(last or first))
    return NamedDays(dates=(stretch,))


def closed(named: NamedDays, year: int, country: str = "CN") -> list[str]:
    """The days of a year on which only its own word closes a business."""
    own, usual = WorkingDays(country, WEEK, OwnDays(closed=named)), WorkingDays(country, WEEK)
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    return [f"{d:%m-%d}" for d in every if usual.is_working(d) and not own.is_working(d)]


def opened(holiday: str, year: int, country: str = "CN") -> list[str]:
    """The days of a year on which only a holiday under ``open`` opens a business."""
    own = OwnDays(opened=NamedDays(holidays=(holiday,)))
    open_too, usual = WorkingDays(country, WEEK, own), WorkingDays(country, WEEK)
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    return [f"{d:%m-%d}" for d in every if open_too.is_working(d) > usual.is_working(d)]


def test_a_stretch_of_every_year_goes_over_the_new_year() -> None:
    assert closed(OVER_NEW_YEAR, 2026) == [f"12-{n}" for n in range(24, 32)]
    assert closed(OVER_NEW_YEAR, 2024)[:1] == ["01-02"]


def test_29_february_is_a_day_of_leap_years_alone() -> None:
    assert closed(LEAP_DAY, 2024) == ["02-29"]
    assert closed(LEAP_DAY, 2026) == []


def test_a_stretch_of_dates_may_go_over_the_new_year() -> None:
    assert closed(days("2025-12-30/2026-01-05"), 2026) == ["01-04", "01-05"]
    assert closed(days("2025-12-30/2026-01-05"), 2025) == ["12-30", "12-31"]


@pytest.mark.parametrize(
    ("holiday", "year", "country", "told"),
    [
        ("national_day", 2026, "CN", [f"10-0{n}" for n in range(1, 8)]),
        ("mid_autumn", 2025, "CN", [f"10-0{n}" for n in range(1, 9)]),
        ("new_year", 2022, "CN", ["01-01", "01-02", "01-03", "12-31"]),
        ("spring_festival", 2027, "CN", [f"02-{n:02}" for n in range(5, 11)]),
        ("spring_festival_eve", 2026, "CN", ["02-16"]),
        ("independence_day", 2026, "US", ["07-03", "07-04"]),
        ("christmas_day", 2021, "GB", ["12-25", "12-27"]),
        ("christmas_day", 2026, "SG", ["12-25"]),
    ],
)
def test_a_holiday_means_its_days_off(
    holiday: str, year: int, country: str, told: list[str]
) -> None:
    assert opened(holiday, year, country) == told


def test_a_holiday_without_days_off_is_its_own_day() -> None:
    assert closed(NamedDays(holidays=("qixi",)), 2026) == ["08-19"]


ORDER = (
    (NamedDays(holidays=("national_day",)), date(2026, 10, 2)),
    (NamedDays(yearly=(((10, 2), (10, 2)),)), date(2026, 10, 2)),
    (days("2026-10-01/2026-10-03"), date(2026, 10, 2)),
)


@pytest.mark.parametrize("exact", range(3))
@pytest.mark.parametrize("less", range(3))
def test_what_is_told_more_exactly_counts_and_else_closed(exact: int, less: int) -> None:
    (more, day), (other, _) = ORDER[exact], ORDER[less]
    open_by_more = WorkingDays("CN", WEEK, OwnDays(closed=other, opened=more))
    assert open_by_more.is_working(day) == (exact > less)


def test_a_derivation_tells_of_own_days() -> None:
    own = OwnDays(closed=days("2026-10-09"), opened=days("2026-10-11"))
    hours = dict.fromkeys(range(5), ((time(9), time(18)),))
    clock = deadline_clock("CN", hours, working=True, own=own)
    found = clock.deadline(datetime(2026, 10, 8, 18), 2, "working_days")  # noqa: DTZ001
    assert [(line.begin.day, line.days, line.why) for line in found.lines] == [
        (8, 0, Why.FIRST_DAY),
        (9, 0, Why.SHUT),
        (10, 1, Why.MADE_UP),
        (11, 1, Why.OPENED),
    ]
    assert found.at == datetime(2026, 10, 11, 18)  # noqa: DTZ001


@pytest.mark.parametrize("country", ["CN", "SG", "US", "GB"])
@pytest.mark.parametrize("year", [1900, 1984, 2022, 2026, 2033, 2100])
def test_the_dates_of_a_festival_are_the_days_on_which_it_falls(
    year: int, country: str
) -> None:
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    falls = [
        (festival, day)
        for day in every
        if day.year == year and FIRST_DAY <= day <= LAST_DAY
        for festival in festivals.festivals_on(day, country)
    ]
    for festival in {*festivals.FESTIVALS, *(name for name, _ in falls)}:
        days = tuple(dict.fromkeys(day for name, day in falls if name == festival))
        assert festivals.dates(festival, year, country) == days
