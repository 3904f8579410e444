"""Working days: the weekdays a business works, public holidays, and make-up working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from careplay.calendars import breaks, foreign
from careplay.calendars.own_days import OwnDays
from careplay.calendars.special_days import special_days

_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of a business in a country; weekday 0 is Monday.

    A public holiday is not worked, nor any day of an official break; a make-up working day
    is; else the weekday decides. What the business says of its own days comes before all.
    """

    country: str
    weekdays: frozenset[int]
    own: OwnDays | None = None

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        told = self.special(day.year).get(day)
        return day.weekday() in self.weekdays if told is None else told

    def special(self, year: int) -> Mapping[date, bool]:
        """The days of a year that do not go by their weekday, and whether they are worked."""
        # Not by the whole value: its hash would take longer than all the rest.
        return special_days(self.country, self.weekdays, self.own, year)

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
