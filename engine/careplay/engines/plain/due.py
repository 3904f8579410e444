"""By when an action is due: the docstring of Due, carried out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from careplay.engines.plain.texts import TextContext
from careplay.meaning.clock import Clock, amount_of, moved, passed
from careplay.meaning.events import moment_of
from careplay.model.rules import Due
from careplay.model.types import Scalar, Span, Unit

HOURLY = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}


def due_at(due: Due, case: TextContext, clock: Clock) -> datetime:
    """The moment; not on an earlier date than the as-of date, where that is told."""
    found = _of_attribute(due, case, clock) if due.of else _of_date(due, case, clock)
    today = datetime.combine(clock.day, found.time())
    return max(found, today) if due.not_before_today else found


def _of_date(due: Due, case: TextContext, clock: Clock) -> datetime:
    """Hours count from the event's moment, everything else from the as-of date."""
    event = case.occasion.event
    if due.span.unit in HOURLY:
        start = datetime.combine(clock.day, time.min) if event is None else moment_of(event)
        return _counted(start, due.span, clock)
    return datetime.combine(moved(clock.day, due.span, clock), due.by)


def _of_attribute(due: Due, case: TextContext, clock: Clock) -> datetime:
    """A date counts from ``by`` on it, a moment from itself; missing, it is the as-of date."""
    told: Scalar | None = (case.occasion.event or {}).get(due.of)
    match told:
        case datetime():
            return _counted(told, due.span, clock)
        case date():
            return _counted(datetime.combine(told, due.by), due.span, clock)
        case None | str() | int() | Decimal():
            return datetime.combine(clock.day, due.by)


def _counted(start: datetime, span: Span, clock: Clock) -> datetime:
    if span.unit in HOURLY:
        return passed(start, amount_of(span, clock) * HOURLY[span.unit], clock)
    return datetime.combine(moved(start.date(), span, clock), start.time())
