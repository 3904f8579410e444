"""What an as-of date settles: today, the parameters' values, and spans counted in days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never

from careplay.calendars.spans import add_months
from careplay.calendars.working import WorkingDays
from careplay.calendars.zones import changing, shown_at, to_instant
from careplay.frozen import dataclass
from careplay.model.business import Business, DatedParameter, WorkingHours
from careplay.model.conditions import Operand, Since, Today
from careplay.model.parameters import value_or_first
from careplay.model.types import Parameter, Scalar, Span, Unit


@dataclass(frozen=True, slots=True)
class Clock:
    """An as-of date; the parameters, each with its values; the business's working days."""

    day: date
    parameters: Mapping[str, DatedParameter]
    working: WorkingDays
    hours: Mapping[int, WorkingHours]
    """The working hours, by weekday."""
    since: date
    """The day of the last run, all of which it may not have known; the date unless told."""
    zone: str
    """The timezone, where its clocks change; else empty."""


TIMELESS = Clock(date.min, {}, WorkingDays("", frozenset()), {}, date.min, "")
"""The clock of conditions whose operands are literals: nothing is asked of it."""


def clock_of(business: Business, day: date, since: date | None = None) -> Clock:
    """The clock of a business."""
    working, hours, named = working_days(business), business.working_hours, business.parameters
    return Clock(day, named, working, hours, since or day, changing(business.timezone))


def working_days(business: Business) -> WorkingDays:
    """The days that a business works."""
    weekdays = frozenset(day for day, hours in business.working_hours.items() if hours)
    return WorkingDays(business.country, weekdays, business.own_days)


def value_of(operand: Operand, clock: Clock) -> Scalar:
    """The value a condition compares with; a parameter without one yet has its first."""
    match operand:
        case str() | int() | Decimal() | date():
            return operand
        case Parameter(name):
            return value_or_first(clock.parameters[name], clock.day)
        case Today(span):
            return moved(clock.day, span, clock)
        case Since(span):
            return moved(clock.since, span, replace(clock, day=clock.since))
        case _:
            assert_never(operand)


def number_of(number: int | Decimal | Parameter, clock: Clock) -> Decimal:
    """A number that may be kept under a name."""
    return Decimal(str(value_of(number, clock)))


def amount_of(span: Span, clock: Clock) -> int:
    """How many of its units the span is long; below zero where it runs backward."""
    amount = int(number_of(span.amount, clock))
    return -amount if span.negative else amount


def changes_of(span: Span, clock: Clock) -> tuple[date, ...]:
    """Each day up to the clock's on which the span begins to be another, in order."""
    if not isinstance(span.amount, Parameter):
        return ()
    values = clock.parameters[span.amount.name].values
    return tuple(day for day, _ in values[1:] if day <= clock.day)


def passed(start: datetime, length: timedelta, clock: Clock) -> datetime:
    """What the clocks show when so much time has passed."""
    if not length:
        return start
    return shown_at(to_instant(start, clock.zone) + length, clock.zone)


def moved(day: date, span: Span, clock: Clock, times: int = 1) -> date:
    """The day moved by so many times the span, in one step; hours and minutes are no days."""
    return added(day, amount_of(span, clock) * times, span.unit, clock.working)


def added(day: date, amount: int, unit: Unit, working: WorkingDays) -> date:
    """The day moved by a number of units; ValueError past either end of the calendar."""
    try:
        match unit:
            case Unit.MINUTES | Unit.HOURS:
                return day
            case Unit.DAYS:
                return day + timedelta(days=amount)
            case Unit.WEEKS:
                return day + timedelta(weeks=amount)
            case Unit.MONTHS:
                return add_months(day, amount)
            case Unit.YEARS:
                return add_months(day, 12 * amount)
            case Unit.WORKING_DAYS:
                return working.add(day, amount)
            case _:
                assert_never(unit)
    except OverflowError as fault:
        raise ValueError(str(fault)) from fault
