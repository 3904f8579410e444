"""Occasions that the calendar alone gives: festivals, solar terms, recurring days.

``plain/days.py`` looks through the days of a month one by one instead: one proves the other.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from careplay.calendars import FIRST_DAY, LAST_DAY, festivals, terms
from careplay.model.triggers import LAST, Every, Holiday, OfCalendar, Period, SolarTerm
from careplay.model.types import Span
from careplay.planning.clock import BusinessClock, led_to
from careplay.planning.probes import Always
from careplay.planning.steps import Occasion


def festivals_of(trigger: Holiday, clock: BusinessClock) -> tuple[Occasion, ...]:
    """The named festivals that fall on a T."""
    country = clock.business.country
    language = "zh" if clock.business.language == "zh" else "en"
    return tuple(
        _named("holiday", name, day, festivals.label(name, country=country, language=language))
        for day in _known(trigger.before, clock)
        for name in festivals.festivals_on(day, country)
        if name in trigger.names
    )


def terms_of(trigger: SolarTerm, clock: BusinessClock) -> tuple[Occasion, ...]:
    """The named solar terms that begin on a T."""
    spoken = 0 if clock.business.language == "zh" else 1
    found = ((day, terms.term_on(day)) for day in _known(trigger.before, clock))
    return tuple(
        _named("solar_term", name, day, terms.TERMS[name][spoken])
        for day, name in found
        if name is not None and name in trigger.names
    )


def labels(
    trigger: OfCalendar, clock: BusinessClock
) -> tuple[tuple[str, tuple[str, str]], ...]:
    """The special days that a trigger may wait for, and what texts call each."""
    language = "zh" if clock.business.language == "zh" else "en"
    if isinstance(trigger, Holiday):
        country = clock.business.country
        told = {
            n: festivals.label(n, country=country, language=language) for n in trigger.names
        }
        return tuple((name, ("holiday", label)) for name, label in told.items())
    if isinstance(trigger, SolarTerm):
        spoken = 0 if language == "zh" else 1
        return tuple(
            (name, ("solar_term", terms.TERMS[name][spoken])) for name in trigger.names
        )
    return ()


def recurring(trigger: Every, clock: BusinessClock) -> tuple[Occasion, ...]:
    """The period's occasion for each T that is its day."""
    period = trigger.period.value
    return tuple(
        Occasion(Always(), (f"{period}:{day}",), "every", period, day)
        for day in led_to(trigger.before, clock)
        if _is_its_day(trigger, day)
    )


def _known(before: Span, clock: BusinessClock) -> tuple[date, ...]:
    """Every T of which the tables of the calendars tell; beyond them nothing is due."""
    return tuple(day for day in led_to(before, clock) if FIRST_DAY <= day <= LAST_DAY)


def _named(kind: str, name: str, day: date, label: str) -> Occasion:
    return Occasion(Always(), (f"{name}:{day}",), kind, name, day, ((kind, label),))


def _is_its_day(trigger: Every, day: date) -> bool:
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
    match trigger.period:
        case Period.DAY:
            return True
        case Period.WEEK:
            return day.weekday() == (trigger.weekday or 0)
        case Period.MONTH | Period.QUARTER | Period.YEAR:
            cycle = months[trigger.period]
            month = (trigger.month or 1) % cycle
            return day.month % cycle == month and day.day == _day_of_month(trigger, day)


def _day_of_month(trigger: Every, day: date) -> int:
    """The day meant in the month of the given one; 0 where it has none such."""
    first, length = monthrange(day.year, day.month)
    if trigger.weekday is None:
        return length if trigger.day == LAST else min(trigger.day or 1, length)
    start = (trigger.weekday - first) % 7 + 1
    if trigger.nth == LAST:
        return start + (length - start) // 7 * 7
    meant = start + ((trigger.nth or 1) - 1) * 7
    return meant if meant <= length else 0
