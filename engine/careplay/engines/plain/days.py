"""Occasions that the calendar alone gives: festivals, solar terms, and once a period.

``planning/special_days.py`` finds the days of a period in another way: one proves the other.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import assert_never

from careplay.calendars import FIRST_DAY, LAST_DAY
from careplay.calendars.festivals import festivals_on
from careplay.calendars.terms import term_on
from careplay.engines.plain.found import FoundOccasion
from careplay.engines.plain.leading import led_to
from careplay.meaning.clock import Clock
from careplay.model.triggers import LAST, Every, Holiday, Period, SolarTerm
from careplay.model.types import Span


def festivals(trigger: Holiday, country: str, clock: Clock) -> Iterator[FoundOccasion]:
    """The named festivals that fall on a T."""
    for day in _known(trigger.before, clock):
        for name in festivals_on(day, country):
            if name in trigger.names:
                yield FoundOccasion(f"{name}:{day}", day, ("holiday", name), special_day=name)


def terms(trigger: SolarTerm, clock: Clock) -> Iterator[FoundOccasion]:
    """The named terms that begin on a T."""
    for day in _known(trigger.before, clock):
        name = term_on(day)
        if name is not None and name in trigger.names:
            yield FoundOccasion(f"{name}:{day}", day, ("solar_term", name), special_day=name)


def recurring(trigger: Every, clock: Clock) -> Iterator[FoundOccasion]:
    """The days of their periods that are a T."""
    for day in led_to(trigger.before, clock):
        if _is_its_day(trigger, day):
            yield FoundOccasion(f"{trigger.period}:{day}", day, ("every", trigger.period.value))


def _known(before: Span, clock: Clock) -> Iterator[date]:
    """Every T of which the calendars' tables tell; beyond them nothing is due."""
    for day in led_to(before, clock):
        if FIRST_DAY <= day <= LAST_DAY:
            yield day


def _is_its_day(trigger: Every, day: date) -> bool:
    match trigger.period:
        case Period.DAY:
            return True
        case Period.WEEK:
            return day.weekday() == (trigger.weekday or 0)
        case Period.MONTH:
            return day.day == _day_of_month(trigger, day)
        case Period.QUARTER:
            month = (day.month - 1) % 3 + 1
        case Period.YEAR:
            month = day.month
        case _:
            assert_never(trigger.period)
    return month == (trigger.month or 1) and day.day == _day_of_month(trigger, day)


def _day_of_month(trigger: Every, month: date) -> int | None:
    """The day in this month on which the trigger is due; None where there is no fifth."""
    length = monthrange(month.year, month.month)[1]
    if trigger.weekday is None:
        return length if trigger.day == LAST else min(trigger.day or 1, length)
    named = [
        day
        for day in range(1, length + 1)
        if month.replace(day=day).weekday() == trigger.weekday
    ]
    nth = trigger.nth or 1
    if nth == LAST:
        return named[-1]
    return named[nth - 1] if nth <= len(named) else None
