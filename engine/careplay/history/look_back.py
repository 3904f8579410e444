"""How far back a business's rules and limits look, and how long its days are kept."""

from __future__ import annotations

from datetime import date, timedelta

from careplay.history.known_events import scope_of
from careplay.meaning.clock import TIMELESS, moved
from careplay.meaning.days import LOOKED_BACK
from careplay.model.business import Business
from careplay.model.rules import Per
from careplay.model.types import Span

USUAL = 400
"""Days: a year, and what was put off from one to the next."""


def look_back(business: Business) -> int | None:
    """So many days before a date count; None where all of them do."""
    # What a case was told counts while it is open, and that may be for years.
    ever = any(rule.once is not None and rule.once.per is Per.EVER for rule in business.rules)
    return None if business.flows or business.receptions or ever else farthest(business)


def farthest(business: Business) -> int:
    """So many days before a date count but for cases, stays, and what is told once, ever."""
    once = [rule.once.days for rule in business.rules if rule.once is not None]
    return max(USUAL, *(window.days for window in business.limits.windows), *once, 0)


def looked_back_since(business: Business, day: date) -> date:
    """The first day that counts for a run of the date."""
    far = look_back(business)
    return date.min if far is None else day - timedelta(days=far)


def goes_by(business: Business, day: date) -> timedelta:
    """So far back counts what days told, and what they knew, for a run of the date.

    But for cases, stays, and what is told once, ever.
    """
    return max(timedelta(days=farthest(business)), day - scope_of(business, day).since)


def items_open_since(business: Business, day: date) -> date:
    """The day before which items of stays are open no more, by what ``keep:`` says."""
    return date.min if business.keep is None else _ago(business.keep, day)


def kept_since(business: Business, day: date, last: date) -> date | None:
    """The first day that is kept by what ``keep:`` says, that of a month; None where all are.

    Longer than that where rules or limits look farther back, from ``last`` on, the day of the
    run before: it can be run again, and so can those of the month before it.
    """
    if business.keep is None:
        return None
    asked = last - goes_by(business, day) - LOOKED_BACK
    return min(_ago(business.keep, day), asked).replace(day=1)


def _ago(span: Span, day: date) -> date:
    return moved(day, span, TIMELESS, -1)
