from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given, strategies as st

from careplay.calendars.foreign import supported
from careplay.calendars.working import WorkingDays
from examples import examples

MON_FRI = WorkingDays("CN", frozenset(range(5)))
MON_SAT = WorkingDays("CN", frozenset(range(6)))


def test_every_working_day_of_2019_to_2026_is_as_in_a_second_package() -> None:
    days = [date(2019, 1, 1) + timedelta(days=n) for n in range(2922)]
    assert days[-1] == date(2026, 12, 31)
    assert [day for day in days if MON_FRI.is_working(day)] == [
        day for day in days if chinese_calendar.is_workday(day)
    ]


def test_a_public_holiday_is_off_and_its_make_up_day_is_worked() -> None:
    assert not MON_FRI.is_working(date(2026, 10, 1))
    assert MON_FRI.is_working(date(2026, 10, 10))  # a Saturday, for the National Day


def test_the_weekdays_a_business_works_decide_about_ordinary_days() -> None:
    saturday, sunday = date(2026, 11, 21), date(2026, 11, 22)
    assert (MON_FRI.is_working(saturday), MON_SAT.is_working(saturday)) == (False, True)
    assert not MON_SAT.is_working(sunday)


def test_working_days_are_counted_across_a_holiday_with_make_up_days() -> None:
    before = date(2026, 9, 30)
    assert MON_FRI.add(before, 1) == date(2026, 10, 8)
    assert MON_FRI.add(before, 3) == date(2026, 10, 10)
    assert MON_FRI.add(date(2026, 10, 8), -1) == before
    assert MON_FRI.add(date(2026, 10, 4), 0) == date(2026, 10, 4)


@examples(60)
@given(
    day=st.dates(date(2019, 1, 1), date(2026, 12, 1)),
    count=st.integers(-15, 15),
    business=st.sampled_from([MON_FRI, MON_SAT, WorkingDays("CN", frozenset({2, 5}))]),
)
def test_the_starts_of_a_day_are_those_that_reach_it(
    day: date, count: int, business: WorkingDays
) -> None:
    around = [day + timedelta(days=n) for n in range(-140, 141)]
    expected = tuple(start for start in around if business.add(start, count) == day)
    assert business.starts_reaching(day, count) == expected


def test_a_year_whose_make_up_days_are_not_out_yet_is_told() -> None:
    assert all(MON_FRI.published(year) for year in range(2001, 2027))
    assert not any(MON_FRI.published(year) for year in (1949, 1999, 2030, 2101))


def test_elsewhere_a_year_is_settled_unless_a_holiday_is_estimated() -> None:
    assert WorkingDays("US", frozenset(range(5))).published(2030)
    assert not WorkingDays("SG", frozenset(range(5))).published(2060)
    assert not WorkingDays("US", frozenset(range(5))).published(2150)


def test_other_countries_have_their_own_days_off() -> None:
    american = WorkingDays("US", frozenset(range(5)))
    assert not american.is_working(date(2026, 7, 3))  # in lieu of Saturday the fourth
    assert american.is_working(date(2026, 10, 1))


def test_a_business_without_working_days_is_refused_rather_than_searched_for_ever() -> None:
    with pytest.raises(ValueError, match="works on no weekday"):
        WorkingDays("CN", frozenset()).add(date(2026, 1, 1), 1)


def test_an_unknown_country_is_refused() -> None:
    assert supported("CN")
    assert not supported("XX")
    with pytest.raises(ValueError, match='"XX"'):
        WorkingDays("XX", frozenset(range(5))).is_working(date(2026, 1, 1))
