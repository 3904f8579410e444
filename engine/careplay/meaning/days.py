"""Which days before its own a run looks at again, and for which rules.

What is found as of them stands twice: ``planning/days.py`` makes them a part of one plan, and
``plain/whole.py`` works them out day by day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from careplay.model.business import Business
from careplay.model.limits import Limits
from careplay.model.parameters import at_work
from careplay.model.rules import CatchUp, Rule
from careplay.model.triggers import Happens, Stands

LOOKED_BACK = timedelta(days=31)
"""How far before the date days lie that are looked at again."""


def days_again(day: date, since: date) -> Iterator[tuple[date, bool]]:
    """Each day before the date that is looked at again, the latest first; was it missed?

    ``since`` is the day of the last run, or the date where there was none. That day was not
    missed, but what happened after its run was made is told now.
    """
    for ago in range(1, min(day - since, LOOKED_BACK).days + 1):
        each = day - timedelta(days=ago)
        yield each, each > since


def asked_late(rule: Rule, *, missed: bool) -> bool:
    """Whether a rule looks at a day again: one of events does, another if it was missed.

    A record needs none of this, for its rules look back by themselves.
    """
    if isinstance(rule.trigger, Happens):
        return True
    caught_up = rule.catch_up is not CatchUp.SKIP and not isinstance(rule.trigger, Stands)
    return missed and caught_up


def to_settle(business: Business, day: date, since: date, *, remembered: bool) -> bool:
    """Whether anything but the rules has a say on the date; ``remembered``: there is a past."""
    return (
        remembered
        or business.limits != Limits()
        or any(rule.once is not None for rule in at_work(business, day))
        or since < day
    )
