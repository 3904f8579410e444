"""Days worth trying, dates that lie a meaningful distance from them, and spans."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from hypothesis import strategies as st

from careplay.calendars import lunar
from careplay.calendars.own_days import NamedDays, OwnDays
from careplay.calendars.spans import add_months
from careplay.calendars.working import WorkingDays
from careplay.model.types import Parameter, Span, Unit

SPECIAL_DAYS = (
    date(2026, 6, 15),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2024, 2, 9),  # the eve of spring festival
    date(2024, 2, 10),  # spring festival
    date(2025, 1, 28),
    date(2025, 1, 29),
    date(2026, 2, 16),
    date(2026, 2, 17),
    date(2025, 7, 25),  # the first day of a leap month
    date(2025, 8, 22),
    date(2023, 3, 22),
    date(2025, 10, 6),  # mid-autumn in the national holiday
    date(2025, 10, 9),
    date(2024, 10, 12),  # a Saturday that is worked
    date(2026, 1, 1),
    date(2024, 12, 31),
    date(2025, 1, 31),
    date(2025, 4, 30),
    date(2025, 5, 31),
    date(2025, 12, 21),  # winter solstice
    date(2025, 4, 4),
    date(2024, 11, 28),
    date(2027, 1, 4),
)

days = st.sampled_from(SPECIAL_DAYS) | st.dates(date(2016, 1, 1), date(2027, 12, 31))
AWAY = (0, 1, 2, 3, 7, 8, 12, 13, 30, 31)
MONTHS_AWAY = (1, 2, 3, 12)


@lru_cache(maxsize=64)
def near(day: date) -> st.SearchStrategy[date]:
    """Dates some span away from the day, before it and after, or kept on it each year."""
    away = [day - timedelta(days=n) for n in AWAY] + [day + timedelta(days=n) for n in AWAY]
    months = [add_months(day, sign * n) for n in MONTHS_AWAY for sign in (-1, 1)]
    working = WorkingDays("CN", frozenset(range(5)))
    worked = [working.add(day, n) for n in (-3, -2, -1, 1, 2)]
    return st.sampled_from([*away, *months, *worked]) | kept_near(day)


@lru_cache(maxsize=64)
def kept_near(day: date) -> st.SearchStrategy[date]:
    """Dates of earlier years whose anniversary is the day or soon after, in either calendar."""
    found: list[date] = []
    for ahead in (0, 1, 3):
        on = day + timedelta(days=ahead)
        found += [add_months(on, -12 * n) for n in (1, 4, 30)]
        for leap in (False, True):
            kept = lunar.solar_dates_kept_on(on, leap_month_leap=leap, next_day=leap)
            found += kept[-45::7] or kept
    found += [date(1992, 2, 29), date(2020, 2, 29), date(1899, 5, 1), date(1990, 7, 4)]
    return st.sampled_from(sorted(set(found)))


@st.composite
def own_days(draw: st.DrawFn, day: date) -> OwnDays | None:
    """Days of a business's own around the day; most businesses have none."""
    if draw(st.integers(0, 2)):
        return None
    return OwnDays(draw(_named_days(day)), draw(_named_days(day)))


@st.composite
def _named_days(draw: st.DrawFn, day: date) -> NamedDays:
    begins = [day + timedelta(days=draw(st.integers(-20, 20))) for _ in range(2)]
    ends = [each + timedelta(days=draw(st.sampled_from((0, 1, 6, 60)))) for each in begins]
    dates = tuple(zip(begins, ends, strict=True))
    yearly = tuple(((a.month, a.day), (b.month, b.day)) for a, b in dates)
    count = st.integers(0, 1)
    holidays = st.sampled_from(("spring_festival", "national_day", "mid_autumn", "qixi"))
    return NamedDays(
        dates[: draw(count)],
        yearly[: draw(count)],
        tuple(draw(st.lists(holidays, max_size=2, unique=True))),
    )


@lru_cache(maxsize=256)
def moments(near_days: st.SearchStrategy[date]) -> st.SearchStrategy[datetime]:
    """Moments of those days; noon first, the day's ends too."""
    times = (time(12), time(0), time(23, 59, 59), time(10, 30, 15), time(12, 0, 1))
    return st.builds(datetime.combine, near_days, st.sampled_from(times))


@lru_cache
def spans(*units: Unit, least: int = 0, negative: bool = False) -> st.SearchStrategy[Span]:
    """Spans of a few units; some under a name, some backward."""
    amounts = [n for n in (1, 0, 2, 3, 7, 12, 30) if n >= least]
    return st.builds(
        Span,
        st.sampled_from([*amounts, Parameter("n")]),
        st.sampled_from(units),
        st.booleans() if negative else NEVER,
    )


NEVER = st.just(value=False)
WHOLE_DAYS = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS, Unit.WORKING_DAYS)
