"""China's official breaks, held against a second package, and against the one in use."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import holidays
import pytest

from careplay.calendars.breaks import breaks, noticed
from careplay.calendars.foreign import made_up
from careplay.calendars.stretches import Why
from careplay.calendars.working import WorkingDays
from careplay.calendars.working_time import deadline_clock

YEARS = range(2007, 2027)
EVERY_DAY = WorkingDays("CN", frozenset(range(7)))
JOINED = "the notice says that the holiday is joined with the weekend (与周末连休)"
ELSEWHERE = {
    date(2011, 6, 5): "off by the notice: 端午节 from 4 to 6 June, 3 days",
    date(2012, 6, 23): "off by the notice: 端午节 from 22 to 24 June, 3 days",
    date(2015, 9, 5): "off by the notice of 13 May 2015: from 3 to 5 September, 3 days",
    date(2014, 4, 6): "the notice has the 5th off, and the 7th in lieu of it",
    **dict.fromkeys((date(2019, 4, 6), date(2019, 4, 7)), JOINED),
    **dict.fromkeys((date(2019, 6, 8), date(2019, 6, 9)), JOINED),
    **dict.fromkeys((date(2019, 9, 14), date(2019, 9, 15)), JOINED),
    **dict.fromkeys((date(2023, 12, 30), date(2023, 12, 31)), JOINED),
}
"""The days on which the second package differs, and what the notice says of them."""


@pytest.mark.parametrize("year", YEARS)
def test_who_works_all_week_is_off_on_the_holidays_of_a_second_package(year: int) -> None:
    days = _days(year)
    ours = {day for day in days if not EVERY_DAY.is_working(day)}
    theirs = {day for day in days if day in chinese_calendar.holidays}
    assert ours ^ theirs == {day for day in ELSEWHERE if day.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_the_weekdays_of_the_breaks_are_those_of_the_package_in_use(year: int) -> None:
    # Its own list of days off: ``days_off`` has the breaks in it already.
    package = holidays.country_holidays("CN", years=year, expand=False)
    listed = {day for day in package if day.weekday() < 5}
    told = {day for notice in (year, year + 1) for each in breaks(notice) for day in each.days}
    assert {day for day in told if day.year == year and day.weekday() < 5} == listed


@pytest.mark.parametrize("year", YEARS)
def test_no_make_up_day_lies_in_a_break(year: int) -> None:
    told = {day for each in breaks(year) for day in each.days}
    assert not told & (made_up("CN", year) | made_up("CN", year - 1))


def test_a_break_of_the_new_year_may_begin_in_the_old_one() -> None:
    assert not EVERY_DAY.is_working(date(2022, 12, 31))
    assert not EVERY_DAY.is_working(date(2007, 12, 30))


def test_a_seven_day_shop_goes_on_after_the_break() -> None:
    assert EVERY_DAY.add(date(2026, 2, 20), 1) == date(2026, 2, 24)
    assert EVERY_DAY.add(date(2026, 10, 3), 1) == date(2026, 10, 8)
    assert EVERY_DAY.add(date(2026, 9, 25), 1) == date(2026, 9, 28)


def test_a_break_is_china_s_alone() -> None:
    assert WorkingDays("SG", frozenset(range(7))).is_working(date(2026, 10, 4))


def test_a_year_without_a_notice_is_told_to_who_works_on_weekends() -> None:
    assert all(EVERY_DAY.published(year) for year in YEARS)
    assert not noticed(2006)
    assert not EVERY_DAY.published(2006)
    assert WorkingDays("CN", frozenset(range(5))).published(2006)


def test_a_derivation_names_the_festival_of_a_weekend_in_a_break() -> None:
    hours = dict.fromkeys(range(7), ((time(9), time(21)),))
    clock = deadline_clock("CN", hours, working=True)
    found = clock.deadline(datetime(2026, 2, 20, 10), 1, "hours")  # noqa: DTZ001
    told = [(line.begin.date(), line.why, line.name) for line in found.lines]
    assert (date(2026, 2, 21), Why.HOLIDAY, "Spring Festival") in told
    odd = clock.deadline(datetime(2015, 9, 5, 10), 1, "hours")  # noqa: DTZ001
    assert odd.lines[0].why is Why.HOLIDAY


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
