"""Working days: the weekdays a business works, public holidays, and make-up working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from careplay.calendars import breaks, foreign

_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of a business in a country; weekday 0 is Monday.

    A public holiday is not worked, nor any day of an official break; a make-up working day
    is; else the weekday decides.
    """

    country: str
    weekdays: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        if day.weekday() in self.weekdays:
            return day not in days_off(self.country, day.year)
        return day in foreign.made_up(self.country, day.year)

    def add(self, day: date, count: int) -> date:
        """The n-th working day after the day; before it for n below 0; the day itself for 0."""
        if not self.weekdays:
            raise ValueError("a business that works on no weekday has no working days")
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def starts_reaching(self, day: date, count: int) -> tuple[date, ...]:
        """Every day from which ``add`` with this count gives the day, in order."""
        if count == 0:
            return (day,)
        if not self.is_working(day):
            return ()
        step = 1 if count > 0 else -1
        nearest = self.add(day, -count)
        reach = (self.add(nearest, step) - nearest).days
        return tuple(sorted(nearest + _DAY * offset for offset in range(0, reach, step)))

    def published(self, year: int) -> bool:
        """Whether the year's working days are settled, and not only worked out by rule.

        China: the year's make-up working days, which the State Council announces in the
        November before, are in the package, and its breaks in ``breaks`` where weekends are
        worked. Other countries: the package covers the year and estimates none of its
        holidays.
        """
        if self.country != "CN":
            return not foreign.estimated(self.country, year)
        if self.weekdays & _WEEKEND and not breaks.noticed(year):
            return False
        # The last days of a year may be moved by the notice of the next one (2011-12-31).
        return any(day < date(year, 12, 29) for day in foreign.made_up("CN", year))


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """The public holidays of a year, and every day of China's official breaks.

    Of a break the package has no weekend day but the statutory ones.
    """
    whole = breaks.days_off(year) if country == "CN" else {}
    return frozenset((*foreign.days_off(country, year), *whole))
