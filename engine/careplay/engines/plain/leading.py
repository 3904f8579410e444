"""The days from which a span leads to a day, found by trying each one near it.

``planning/clock.py`` counts back to them instead: one proves the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from careplay.calendars.working import WorkingDays
from careplay.meaning.clock import Clock, added, amount_of, changes_of, moved
from careplay.meaning.days import LOOKED_BACK
from careplay.model.types import Span, Unit

ONE_DAY = timedelta(days=1)


def led_to(before: Span, clock: Clock) -> tuple[date, ...]:
    """Every T from which ``before``, counted back, leads to the day.

    One as a rule; none or several where working days or months are counted, or where the
    span is another from a day on.
    """
    changes = changes_of(before, clock)
    if not changes:
        return _led_to(clock.day, amount_of(before, clock), before.unit, clock.working)
    back = replace(before, negative=not before.negative)
    days = (clock.day, *changes, *(each - ONE_DAY for each in changes))
    near = [moved(day, before, replace(clock, day=by)) for day in days for by in days]
    wide = (max(near) - min(near)).days + 2 * WIDEST.days
    every = (min(near) - WIDEST + timedelta(days=n) for n in range(wide + 1))
    return tuple(each for each in every if comes(each, back, clock))


WIDEST = timedelta(days=40)
"""How far from where a span leads lies any day from which it leads back, at most."""


def comes(start: date, span: Span, clock: Clock) -> bool:
    """Whether the day is the first by which the span has passed since the start.

    Each day counts by its own value. What passed at once, by a change on a day without a run,
    comes with the next run.
    """
    first = _first(start, span, clock.day, clock)
    since = max(clock.since, clock.day - LOOKED_BACK)
    return first or any(
        _first(start, span, day, clock) and moved(start, span, replace(clock, day=day)) < day
        for day in changes_of(span, clock)
        if since < day
    )


def _first(start: date, span: Span, day: date, clock: Clock) -> bool:
    eves = [each - ONE_DAY for each in changes_of(span, clock) if each <= day]
    return _passed(start, span, day, clock) and not any(
        _passed(start, span, each, clock) for each in (*eves, day - ONE_DAY)
    )


def _passed(start: date, span: Span, day: date, clock: Clock) -> bool:
    """Whether the span, as it is by a day, has passed by then."""
    try:
        return moved(start, span, replace(clock, day=day)) <= day
    except ValueError:  # past the end of the calendar
        return False


@lru_cache(maxsize=4096)
def _led_to(day: date, amount: int, unit: Unit, working: WorkingDays) -> tuple[date, ...]:
    try:
        about = added(day, amount, unit, working)
    except ValueError:  # past the end of the calendar
        return ()

    def reached(each: date) -> date:
        return added(each, -amount, unit, working)

    # A later day leads to no earlier one, so nothing is missed beyond the first that is past.
    first = last = about
    while reached(first) >= day:
        first -= ONE_DAY
    while reached(last) <= day:
        last += ONE_DAY
    near = (first + timedelta(days=n) for n in range((last - first).days))
    return tuple(each for each in near if reached(each) == day)
