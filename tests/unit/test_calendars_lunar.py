from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from lunar_python import LunarYear, Solar  # type: ignore[import-untyped]

from careplay.calendars import FIRST_DAY, LAST_DAY, solar, terms
from careplay.calendars.lunar import (
    Lunar,
    lunar_kept_in,
    month_length,
    parse_written,
    solar_dates_kept_on,
    to_lunar,
    to_solar,
)
from careplay.calendars.spans import add_months
from examples import examples

DAYS = st.dates(FIRST_DAY, LAST_DAY)


def _has(lunar: Lunar) -> bool:
    try:
        return bool(to_solar(lunar))
    except ValueError:
        return False


def other(day: date) -> Lunar:
    """The lunar date of a day by a second, independent package."""
    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = found.getMonth()
    return Lunar(found.getYear(), abs(month), found.getDay(), month < 0)


def months_elsewhere(year: int) -> dict[Lunar, tuple[date, int]]:
    """The first day and the length of every month of a lunar year, by the second package."""
    months = {}
    for month in LunarYear.fromYear(year).getMonthsInYear():
        first = Solar.fromJulianDay(month.getFirstJulianDay())
        number = month.getMonth()
        key = Lunar(year, abs(number), 1, number < 0)
        months[key] = (
            date(first.getYear(), first.getMonth(), first.getDay()),
            month.getDayCount(),
        )
    return months


@pytest.mark.parametrize("decade", range(1900, 2101, 10))
def test_every_lunar_month_begins_and_ends_as_in_a_second_package(decade: int) -> None:
    for year in range(decade, min(decade + 10, 2101)):
        theirs = months_elsewhere(year)
        if year == 2057:  # a new moon within a minute of midnight: see below
            del theirs[Lunar(2057, 8, 1)], theirs[Lunar(2057, 9, 1)]
        assert {m: (to_solar(m), month_length(m)) for m in theirs} == theirs


@pytest.mark.parametrize(
    ("month", "first", "festival", "falls"),
    [
        (Lunar(2057, 9, 1), date(2057, 9, 28), Lunar(2057, 9, 9), date(2057, 10, 6)),
        (Lunar(2089, 8, 1), date(2089, 9, 4), Lunar(2089, 8, 15), date(2089, 9, 18)),
        (Lunar(2097, 7, 1), date(2097, 8, 7), Lunar(2097, 7, 7), date(2097, 8, 13)),
    ],
)
def test_three_months_begin_when_the_observatory_has_them(
    month: Lunar, first: date, festival: Lunar, falls: date
) -> None:
    # So do Calendrical Calculations and .NET (dotnet/runtime, pull request 107038).
    before = Lunar(month.year, month.month - 1, 1)
    assert (to_solar(month), to_solar(festival)) == (first, falls)
    assert (month_length(before), month_length(month)) == (29, 30)
    with pytest.raises(ValueError, match="has 29 days"):
        to_solar(Lunar(before.year, before.month, 30))
    assert to_lunar(first - timedelta(days=1)) == Lunar(before.year, before.month, 29)


def test_every_41st_day_of_1930_to_2056_has_the_lunar_date_of_a_second_package() -> None:
    days = [date(1930, 1, 1) + timedelta(days=n) for n in range(0, 46386, 41)]
    assert [to_lunar(day) for day in days] == [other(day) for day in days]


@pytest.mark.parametrize(
    ("year", "month"),
    [(1995, 8), (2004, 2), (2017, 6), (2020, 4), (2023, 2), (2025, 6), (2033, 11)],
)
def test_the_leap_months_people_remember_are_there(year: int, month: int) -> None:
    first = to_solar(Lunar(year, month, 1, leap=True))
    assert other(first) == to_lunar(first) == Lunar(year, month, 1, leap=True)


@given(DAYS)
def test_a_lunar_date_leads_back_to_its_day(day: date) -> None:
    assert to_solar(to_lunar(day)) == day


@pytest.mark.parametrize(
    "lunar",
    [
        Lunar(2025, 5, 1, leap=True),
        Lunar(2025, 12, 30),
        Lunar(2025, 1, 0),
        Lunar(2025, 13, 1),
        Lunar(1899, 12, 1),
        Lunar(2101, 1, 1),
    ],
)
def test_a_lunar_date_that_does_not_exist_is_refused(lunar: Lunar) -> None:
    with pytest.raises(ValueError, match="lunar year"):
        to_solar(lunar)


@pytest.mark.parametrize("day", [date(1900, 1, 30), date(2101, 1, 29)])
def test_a_day_outside_the_table_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match="known from 1900-01-31 to 2101-01-28"):
        to_lunar(day)
    with pytest.raises(ValueError, match="known from"):
        terms.term_on(day)


def test_a_december_birth_belongs_to_the_lunar_year_before_the_new_year() -> None:
    born = date(1990, 1, 20)
    assert to_lunar(born) == Lunar(1989, 12, 24)
    kept = lunar_kept_in(to_lunar(born), 2026, leap_month_leap=False, next_day=False)
    assert kept == date(2027, 1, 31)
    assert born in solar_dates_kept_on(kept, leap_month_leap=False, next_day=False)


def test_a_birthday_in_a_leap_month_is_kept_by_the_stated_policy() -> None:
    born = to_lunar(date(2004, 3, 25))
    assert born == Lunar(2004, 2, 5, leap=True)
    ordinary = lunar_kept_in(born, 2023, leap_month_leap=False, next_day=False)
    leap = lunar_kept_in(born, 2023, leap_month_leap=True, next_day=False)
    assert (ordinary, leap) == (date(2023, 2, 24), date(2023, 3, 26))
    without = lunar_kept_in(born, 2024, leap_month_leap=True, next_day=False)
    assert without == date(2024, 3, 14)


def test_the_30th_of_a_short_month_is_kept_by_the_stated_policy() -> None:
    born = Lunar(2023, 12, 30)
    assert month_length(Lunar(2024, 12, 1)) == 29
    last = lunar_kept_in(born, 2024, leap_month_leap=False, next_day=False)
    following = lunar_kept_in(born, 2024, leap_month_leap=False, next_day=True)
    assert (last, following) == (date(2025, 1, 28), date(2025, 1, 29))
    assert to_lunar(following) == Lunar(2025, 1, 1)
    found = solar_dates_kept_on(following, leap_month_leap=False, next_day=True)
    assert to_solar(born) in found
    assert to_solar(Lunar(2023, 1, 1)) in found


def test_both_policies_hold_together_for_the_30th_of_a_leap_month() -> None:
    leap_born = next(
        Lunar(year, 6, 30, leap=True)
        for year in range(1900, 2017)
        if _has(Lunar(year, 6, 30, leap=True))
    )
    # 2025 has a leap month 6 of 29 days.
    assert month_length(Lunar(2025, 6, 1, leap=True)) == 29
    kept = lunar_kept_in(leap_born, 2025, leap_month_leap=True, next_day=True)
    assert to_lunar(kept) == Lunar(2025, 7, 1)
    found = solar_dates_kept_on(kept, leap_month_leap=True, next_day=True)
    assert to_solar(leap_born) in found


@examples(300)
@given(born=DAYS, year=st.integers(1900, 2100), leap=st.booleans(), following=st.booleans())
def test_who_keeps_a_day_is_found_on_that_day(
    born: date, year: int, *, leap: bool, following: bool
) -> None:
    lunar = to_lunar(born)
    kept = lunar_kept_in(lunar, year, leap_month_leap=leap, next_day=following)
    if kept <= LAST_DAY:
        found = solar_dates_kept_on(kept, leap_month_leap=leap, next_day=following)
        assert (born in found) == (lunar.year < year)


def boundaries() -> st.SearchStrategy[date]:
    """Days about the ends of lunar months, where the policies part."""
    ends = (
        Lunar(y, m, 1, leap) for y in range(1901, 2100) for m in (2, 8, 12) for leap in (False,)
    )
    firsts = [to_solar(end) for end in ends]
    return st.builds(
        lambda day, moved: day + timedelta(days=moved),
        st.sampled_from(firsts),
        st.integers(-2, 1),
    )


@examples(50)
@given(day=st.one_of(DAYS, boundaries()), leap=st.booleans(), following=st.booleans())
def test_whoever_is_found_on_a_day_keeps_it_and_nobody_is_left_out(
    day: date, *, leap: bool, following: bool
) -> None:
    found = solar_dates_kept_on(day, leap_month_leap=leap, next_day=following)
    today = to_lunar(day)
    expected = set()
    # Whoever keeps the day was born, in the lunar years before, within a month of its date.
    for year in range(1900, today.year):
        middle = lunar_kept_in(
            Lunar(today.year, today.month, min(today.day, 29)),
            year,
            leap_month_leap=False,
            next_day=False,
        )
        for moved in range(-35, 66):
            born = middle + timedelta(days=moved)
            if not FIRST_DAY <= born < day:
                continue
            lunar = to_lunar(born)
            kept_years = [y for y in (today.year - 1, today.year) if y > lunar.year]
            if any(
                lunar_kept_in(lunar, y, leap_month_leap=leap, next_day=following) == day
                for y in kept_years
            ):
                expected.add(born)
    assert set(found) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-05-12", date(1990, 6, 4)),
        ("1990-闰05-12", date(1990, 7, 4)),
        ("1990-L5-12", date(1990, 7, 4)),
        ("1990年闰5月12日", date(1990, 7, 4)),
        ("1991/02/30", date(1991, 4, 14)),
    ],
)
def test_a_lunar_date_is_read_as_people_write_it(text: str, day: date) -> None:
    assert parse_written(text) == day


@pytest.mark.parametrize("text", ["1990-01-31", "1990-闰04-12", "五月十二", "1990-05", ""])
def test_a_written_lunar_date_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"lunar (date|year)"):
        parse_written(text)


def test_every_solar_term_of_1930_to_2056_begins_as_in_a_second_package() -> None:
    for year in range(1930, 2057):
        table = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()
        for term, (chinese, _) in terms.TERMS.items():
            # The table runs from December to December; its Chinese names are of this year.
            begins = table[chinese]
            if chinese == "冬至":
                begins = table["DONG_ZHI"]
            day = date(begins.getYear(), begins.getMonth(), begins.getDay())
            if (term, year) == ("major_cold", 1979):
                # By the second package four seconds before midnight; published as the 21st.
                day = date(1979, 1, 21)
            assert terms.term_date(term, year) == day, (term, year)
            assert terms.term_on(day) == term


@pytest.mark.parametrize(
    "name", ["立冬", "start_of_winter", "Start of Winter", "beginning of winter"]
)
def test_a_term_is_known_by_its_names(name: str) -> None:
    assert terms.resolve(name) == "start_of_winter"


def test_an_unknown_term_is_not_guessed() -> None:
    assert terms.resolve("立") is None
    assert "立冬" in terms.known_names()
    with pytest.raises(ValueError, match="1900 to 2100"):
        terms.term_date("start_of_winter", 2101)


@given(
    born=st.dates(date(1904, 1, 1), date(2100, 12, 31)),
    year=st.integers(1904, 2100),
    march_first=st.booleans(),
)
def test_the_solar_anniversary_and_its_inverse_agree(
    born: date, year: int, *, march_first: bool
) -> None:
    kept = solar.anniversary_in(born, year, march_first=march_first)
    found = solar.month_days_kept_on(kept, march_first=march_first)
    assert (born.month, born.day) in found
    for month, day in found:
        leap_year_day = date(2000, month, day)
        assert solar.anniversary_in(leap_year_day, year, march_first=march_first) == kept


def test_29_february_is_kept_by_the_stated_policy() -> None:
    born = date(2000, 2, 29)
    assert isleap(2028)
    assert solar.anniversary_in(born, 2028, march_first=True) == date(2028, 2, 29)
    assert solar.anniversary_in(born, 2026, march_first=True) == date(2026, 3, 1)
    assert solar.anniversary_in(born, 2026, march_first=False) == date(2026, 2, 28)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-600, 600))
def test_months_added_stop_at_the_months_end(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (
        moved.day < day.day and (moved + timedelta(days=1)).day == 1
    )
