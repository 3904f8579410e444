"""When an event happened, and which date a value tells."""

from __future__ import annotations

from datetime import date, datetime

from careplay.meaning.truth import Row
from careplay.model.types import Scalar


def day_of(event: Row) -> date:
    """The date on which an event happened."""
    return moment_of(event).date()


def moment_of(event: Row) -> datetime:
    """The moment at which an event happened."""
    at = event["at"]
    assert isinstance(at, datetime)  # noqa: S101 - the events table says so
    return at


def date_of(value: Scalar | None) -> date | None:
    """The date that a date or a moment tells; None of anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
