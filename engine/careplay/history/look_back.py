"""How far back a business's rules and limits look."""

from __future__ import annotations

from datetime import date, timedelta

from careplay.model.business import Business
from careplay.model.rules import Per

USUAL = 400
"""Days: a year, and what was put off from one to the next."""


def look_back(business: Business) -> int | None:
    """So many days before a date count; None where all of them do."""
    once = [rule.once for rule in business.rules if rule.once is not None]
    # What a case was told counts while it is open, and that may be for years.
    if business.flows or business.receptions or any(each.per is Per.EVER for each in once):
        return None
    windows = [window.days for window in business.limits.windows]
    return max(USUAL, *windows, *(each.days for each in once), 0)


def looked_back_since(business: Business, day: date) -> date:
    """The first day that counts for a run of the date."""
    far = look_back(business)
    return date.min if far is None else day - timedelta(days=far)
