"""The days from which spans of time lead to the as-of date, found by counting back.

``plain/leading.py`` and ``plain/events.py`` count forward from each day: one proves the other.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count as counting
from typing import assert_never

from careplay.frozen import dataclass
from careplay.meaning import clock as meaning
from careplay.meaning.clock import added, amount_of, changes_of
from careplay.meaning.days import LOOKED_BACK
from careplay.model.business import Business
from careplay.model.types import Span, Unit

ONE_DAY = timedelta(days=1)
LONGEST_MONTH = timedelta(days=31)
EARLIEST = date(1900, 1, 1)
"""Nobody's last event lies before it."""


@dataclass(frozen=True, slots=True)
class BusinessClock(meaning.Clock):
    """The clock of a business, with the business."""

    business: Business
    earliest: date = EARLIEST
    """No absence is followed further back where its steps are not whole days."""


def clock_on(business: Business, day: date, since: date | None = None) -> BusinessClock:
    """The clock of the business on the date; no run has missed a day unless told."""
    at = meaning.clock_of(business, day, since)
    return BusinessClock(
        at.day, at.parameters, at.working, at.hours, at.since, at.zone, business
    )


def days_before(clock: BusinessClock, ago: int) -> BusinessClock:
    """The clock of so many days before; what no run has looked at yet is the same."""
    return clock_on(clock.business, clock.day - timedelta(days=ago), clock.since)


def starts(day: date, count: int, unit: Unit, clock: BusinessClock) -> tuple[date, ...]:
    """Every date from which so many units lead to the day, in order."""
    try:
        match unit:
            case Unit.MONTHS | Unit.YEARS:
                return _month_starts(day, count, unit, clock)
            case Unit.WORKING_DAYS:
                return clock.working.starts_reaching(day, count)
            case Unit.MINUTES | Unit.HOURS | Unit.DAYS | Unit.WEEKS:
                return (added(day, -count, unit, clock.working),)
            case _:
                assert_never(unit)
    except (OverflowError, ValueError):  # before the first day of the calendar
        return ()


def led_to(before: Span, clock: BusinessClock) -> tuple[date, ...]:
    """Every T from which ``before``, counted back, leads to the date.

    One as a rule; none or several where working days or months are counted.
    """
    return coming(replace(before, negative=not before.negative), clock)


def coming(span: Span, clock: BusinessClock) -> tuple[date, ...]:
    """Every date from which the span leads to the day, in order.

    Where the span is another from a day on: every date from which it has led to the day or
    before, and by no earlier day had, each day counting by its own value. What a change on a
    day without a run brought to days before it comes with the next run.
    """
    changes = changes_of(span, clock)
    if not changes:
        return starts(clock.day, amount_of(span, clock), span.unit, clock)
    eves = [each - ONE_DAY for each in changes]
    came = [_latest(eve, eve, span, clock) for eve in eves]
    yesterday = _latest(clock.day - ONE_DAY, clock.day, span, clock)
    before = came if clock.day in changes else [*came, yesterday]
    found = {*_between(max(before), come_since(span, clock))}
    since = max(clock.since, clock.day - LOOKED_BACK)
    for number, (change, eve) in enumerate(zip(changes, eves, strict=True), start=1):
        if since < change:
            found |= {*_between(max(came[:number]), _latest(eve, change, span, clock))}
    return tuple(sorted(found))


def come_since(span: Span, clock: BusinessClock) -> date:
    """The latest date from which the span leads to the day or before."""
    return _latest(clock.day, clock.day, span, clock)


def _latest(day: date, by: date, span: Span, clock: BusinessClock) -> date:
    """The latest date from which the span, as it is by a day, leads to the day or before."""
    amount = amount_of(span, replace(clock, day=by))
    while not (found := starts(day, amount, span.unit, clock)):
        day -= ONE_DAY
    return found[-1]


def _between(after: date, last: date) -> Iterator[date]:
    """Every date after the one, up to the other."""
    return (last - timedelta(days=ago) for ago in range((last - after).days))


def repeated(span: Span, again: Span, clock: BusinessClock) -> tuple[date, ...]:
    """Every date back to the earliest from which span, and again once or more, is the day."""
    step, count = amount_of(again, clock), amount_of(span, clock)
    middles = _steps_back(step, again.unit, clock) if step >= 1 else ()
    found = {start for day in middles for start in starts(day, count, span.unit, clock)}
    return tuple(sorted(found))


def _steps_back(step: int, unit: Unit, clock: BusinessClock) -> Iterator[date]:
    if unit is Unit.WORKING_DAYS:
        yield from _working_steps_back(step, clock)
        return
    try:
        for count in counting(step, step):
            # From some months no day leads to a 31st, and from those before them one does.
            if added(clock.day, -count, unit, clock.working) + LONGEST_MONTH < clock.earliest:
                return
            yield from starts(clock.day, count, unit, clock)
    except (OverflowError, ValueError):  # before the first day of the calendar
        return


def _working_steps_back(step: int, clock: BusinessClock) -> Iterator[date]:
    """One walk back through the calendar: asking anew for each step would be quadratic."""
    if not clock.working.is_working(clock.day):
        return
    day, worked = clock.day, 0
    while day > clock.earliest:
        day -= timedelta(days=1)
        # From a day, the n-th working day after it is today: n counts those passed so far.
        worked += clock.working.is_working(day + timedelta(days=1))
        if worked % step == 0:
            yield day


def _month_starts(day: date, count: int, unit: Unit, clock: BusinessClock) -> tuple[date, ...]:
    """The same day of that month, if it has it; before the last of a month all that are cut."""
    month = added(day, -count, unit, clock.working).replace(day=1)
    last = monthrange(month.year, month.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    found = range(day.day, (last if is_last else min(day.day, last)) + 1)
    return tuple(month.replace(day=each) for each in found)
