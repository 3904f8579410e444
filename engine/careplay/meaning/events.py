"""When an event happened."""

from __future__ import annotations

from datetime import date, datetime

from careplay.meaning.truth import Row


def day_of(event: Row) -> date:
    """The date on which an event happened."""
    return moment_of(event).date()


def moment_of(event: Row) -> datetime:
    """The moment at which an event happened."""
    at = event["at"]
    assert isinstance(at, datetime)  # noqa: S101 - the events table says so
    return at
