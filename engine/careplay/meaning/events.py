"""When an event happened, and which date a value tells."""

from __future__ import annotations

from datetime import date, datetime

from careplay.meaning.truth import Row
from careplay.model.types import Scalar

INSTANT, LATER = "#instant", "#later"
"""Columns of events where clocks change: the moment in UTC, and whether it is the second at
which the clocks showed that time. Columns of our own begin with #: no attribute does."""


def day_of(event: Row) -> date:
    """The date on which an event happened."""
    return moment_of(event).date()


def moment_of(event: Row) -> datetime:
    """The moment at which an event happened; the second of two is so marked by its fold."""
    at = event["at"]
    assert isinstance(at, datetime)  # noqa: S101 - the events table says so
    return at.replace(fold=1) if event.get(LATER) else at


def instant_of(event: Row) -> datetime:
    """The same as time that passes, by which events are in order."""
    at = event.get(INSTANT)
    return at if isinstance(at, datetime) else moment_of(event)


def date_of(value: Scalar | None) -> date | None:
    """The date that a date or a moment tells; None of anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
