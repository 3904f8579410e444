"""What the as-of date settles: parameters' values, and spans of time either way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from careplay.calendars.spans import add_months
from careplay.calendars.working import WorkingDays
from careplay.model.business import Business
from careplay.model.parameters import value_or_first
from careplay.model.types import Parameter, Scalar, Span, Unit

EARLIEST = date(1900, 1, 1)
"""No absence is followed further back than this where the steps are not whole days."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An as-of date with all that follows from it."""

    day: date
    business: Business
    parameters: Mapping[str, Scalar]
    working: WorkingDays
    since: date
    """The first day no run has looked at yet."""


def clock_on(business: Business, day: date, since: date | None = None) -> Clock:
    """The clock of the business on the date; no run has missed a day unless told."""
    values = {name: value_or_first(dated, day) for name, dated in business.parameters.items()}
    worked = frozenset(weekday for weekday, hours in business.working_hours.items() if hours)
    return Clock(day, business, values, WorkingDays(business.country, worked), since or day)


def yesterday(clock: Clock) -> Clock:
    """The clock of the day before; what no run has looked at yet is the same."""
    return clock_on(clock.business, clock.day - timedelta(days=1), clock.since)


def scalar(value: Scalar | Parameter, clock: Clock) -> Scalar:
    """The value, a parameter's on the date."""
    return clock.parameters[value.name] if isinstance(value, Parameter) else value


def number(value: int | Decimal | Parameter, clock: Clock) -> Decimal:
    """The number, a parameter's on the date."""
    return Decimal(str(scalar(value, clock)))


def length(span: Span, clock: Clock) -> int:
    """The span in its own units, negative where it runs back."""
    amount = int(number(span.amount, clock))
    return -amount if span.negative else amount


def added(day: date, count: int, unit: Unit, clock: Clock) -> date:
    """The day so many units on; hours and minutes leave it as it is."""
    match unit:
        case Unit.DAYS | Unit.WEEKS:
            return day + timedelta(days=count * _days_in(unit))
        case Unit.MONTHS | Unit.YEARS:
            return add_months(day, count * _months_in(unit))
        case Unit.WORKING_DAYS:
            return clock.working.add(day, count)
        case Unit.HOURS | Unit.MINUTES:
            return day


def moved(day: date, span: Span, clock: Clock, *, back: bool = False) -> date:
    """The day moved by the span, or back by it."""
    count = length(span, clock)
    return added(day, -count if back else count, span.unit, clock)


def starts(day: date, count: int, unit: Unit, clock: Clock) -> tuple[date, ...]:
    """Every date from which so many units lead to the day, in order."""
    try:
        match unit:
            case Unit.MONTHS | Unit.YEARS:
                return _month_starts(day, count * _months_in(unit))
            case Unit.WORKING_DAYS:
                return clock.working.starts_reaching(day, count)
            case _:
                return (added(day, -count, unit, clock),)
    except (OverflowError, ValueError):  # before the first day of the calendar
        return ()


def led_to(before: Span, clock: Clock) -> tuple[date, ...]:
    """Every T from which ``before``, counted back, leads to the date.

    One as a rule; none or several where working days or months are counted.
    """
    return starts(clock.day, -length(before, clock), before.unit, clock)


def repeated(span: Span, again: Span, clock: Clock) -> tuple[date, ...]:
    """Every date back to EARLIEST from which span, and again any number of times, is today."""
    step = length(again, clock)
    middles = {clock.day, *_steps_back(step, again.unit, clock)} if step >= 1 else {clock.day}
    count = length(span, clock)
    found = {start for day in middles for start in starts(day, count, span.unit, clock)}
    return tuple(sorted(found))


def _steps_back(step: int, unit: Unit, clock: Clock) -> Iterator[date]:
    if unit is Unit.WORKING_DAYS:
        yield from _working_steps_back(step, clock)
        return
    count = step
    while found := starts(clock.day, count, unit, clock):
        if found[-1] < EARLIEST:
            return
        yield from found
        count += step


def _working_steps_back(step: int, clock: Clock) -> Iterator[date]:
    """One walk back through the calendar: asking anew for each step would be quadratic."""
    if not clock.working.is_working(clock.day):
        return
    day, worked = clock.day, 0
    while day > EARLIEST:
        day -= timedelta(days=1)
        # From a day, the n-th working day after it is today: n counts those passed so far.
        worked += clock.working.is_working(day + timedelta(days=1))
        if worked % step == 0:
            yield day


def _month_starts(day: date, months: int) -> tuple[date, ...]:
    nearest = add_months(day, -months)
    month = [nearest.replace(day=1) + timedelta(days=offset) for offset in range(31)]
    return tuple(start for start in month if add_months(start, months) == day)


def _days_in(unit: Unit) -> int:
    return 7 if unit is Unit.WEEKS else 1


def _months_in(unit: Unit) -> int:
    return 12 if unit is Unit.YEARS else 1
