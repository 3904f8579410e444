"""What is known of each stay of a customer: the fold of its events, newest word last.

``sql/records`` folds all stays at once: one proves the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from careplay.meaning.clock import Clock
from careplay.meaning.events import date_of, day_of, instant_of
from careplay.meaning.truth import Row
from careplay.model.receptions import Reception
from careplay.model.types import Scalar

NO_DAY = date.min


def stays(reception: Reception, events: Sequence[Row], clock: Clock) -> tuple[Row, ...]:
    """The records of one customer's stays, from its events up to the clock's day."""
    told: dict[Scalar, list[Row]] = {}
    for event in events:
        of = event.get(reception.by)
        if of is not None and event["type"] in reception.types() and day_of(event) <= clock.day:
            told.setdefault(of, []).append(event)
    return tuple(
        _record(reception, sorted(each, key=lambda event: _place(reception, event)), clock.day)
        for each in told.values()
        if any(event["type"] == reception.of for event in each)
    )


def _place(reception: Reception, event: Row) -> tuple[Any, ...]:
    """Where an event stands in the fold; the order is total but for equal events."""
    values = (event.get(name) for name in reception.attributes)
    told = ((value is None, value) for value in values)
    return (instant_of(event), reception.types().index(str(event["type"])), *told)


def _record(reception: Reception, events: Sequence[Row], day: date) -> Row:
    first = next(event for event in events if event["type"] == reception.of)
    known = {name: _latest(name, events) for name in reception.attributes}
    if _ends_first(known.get(reception.arrival), known.get(reception.departure)):
        known[reception.departure] = None
    gone = _run_out(reception, known, day)
    raised = {reception.raised: None} if not _raised(reception, known) or gone else {}
    return {
        "customer_id": first["customer_id"],
        "type": reception.name,
        "at": first["at"],
        "key": None,
        **known,
        **(raised if reception.raised else {}),
        "known_on": max(day_of(events[-1]), gone + timedelta(days=1) if gone else NO_DAY),
        "cancelled": events[-1]["type"] in reception.cancels,
        "lapsed": None if gone is None else known[reception.raised],
        "nights": _nights(known.get(reception.arrival), known.get(reception.departure)),
    }


def _ends_first(arrival: Scalar | None, departure: Scalar | None) -> bool:
    """Whether the departure lies before the arrival: by moment where both are, else by date."""
    if isinstance(arrival, datetime) and isinstance(departure, datetime):
        return departure < arrival
    first, last = date_of(arrival), date_of(departure)
    return first is not None and last is not None and last < first


def _latest(name: str, events: Sequence[Row]) -> Scalar | None:
    return next(
        (event[name] for event in reversed(events) if event.get(name) is not None), None
    )


def _raised(reception: Reception, known: Row) -> bool:
    """Whether somebody approved of a higher level who may."""
    level, who = known.get(reception.raised), known.get(reception.approver)
    if level is None or who is None:
        return False
    may = dict(reception.may_approve)
    return not reception.approvers or who in may.get(str(level), may.get("", ()))


def _run_out(reception: Reception, known: Row, day: date) -> date | None:
    """The last day of a raise that is over."""
    last = date_of(known.get(reception.until)) if _raised(reception, known) else None
    return last if last is not None and last < day else None


def _nights(arrival: Scalar | None, departure: Scalar | None) -> int | None:
    first, last = date_of(arrival), date_of(departure)
    return None if first is None or last is None else (last - first).days
