"""Which days before its own a run looks at again, and for which rules.

What is found as of them stands twice: ``planning/days.py`` makes them a part of one plan, and
``plain/whole.py`` works them out day by day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum
from typing import TypeVar

from careplay.meaning.clock import Clock, amount_of
from careplay.model.business import Business
from careplay.model.limits import Limits
from careplay.model.parameters import at_work
from careplay.model.rules import CatchUp, Rule
from careplay.model.triggers import (
    After,
    Anniversary,
    Crosses,
    Enters,
    Happens,
    Leaves,
    OfEvent,
    Stands,
    Trigger,
)

AnyClock = TypeVar("AnyClock", bound=Clock)
ONE_DAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=31)
"""How far before the date days lie that are looked at again."""


class Late(Enum):
    """What a rule makes of the events that no run knew on their day."""

    AS_ANY = "as of any other"
    TOO = "whatever their day"
    ONLY = "as of no other"


def missed_days(day: date, since: date) -> Iterator[date]:
    """Each day before the date on which nothing was run, the latest first.

    ``since`` is the day of the last run, or the date where there was none.
    """
    for ago in range(1, min(day - since - ONE_DAY, LOOKED_BACK).days + 1):
        yield day - timedelta(days=ago)


def days_of_late(day: date, since: date, earliest: date) -> Iterator[date]:
    """Each day that was run before an event of it came in, the latest first.

    ``earliest`` is the date of the earliest event that no run knew on its day.
    """
    each, last = since, max(earliest, day - LOOKED_BACK)
    while each >= last:
        yield each
        each -= ONE_DAY


def answers(trigger: Trigger, clock: Clock) -> bool:
    """Whether the rule answers an event as soon as it is known, whenever that is."""
    if isinstance(trigger, After):
        of, amount = trigger.of, amount_of(trigger.span, clock)
        return isinstance(of, OfEvent) and of.attribute is None and amount == 0
    return isinstance(trigger, Happens)


def asked_late(rule: Rule, clock: Clock) -> bool:
    """Whether a rule looks at a missed day: what answers events does, another catches up.

    A record needs none of this, for its rules look back by themselves.
    """
    if isinstance(rule.trigger, Stands):
        return False
    return rule.catch_up is not CatchUp.SKIP or answers(rule.trigger, clock)


def clock_for(rule: Rule, clock: AnyClock) -> AnyClock:
    """The clock by which a rule looks for occasions.

    One that looks at missed days finds there what days that were changed on them left over.
    What a stay may ask for without end is looked for among the days on which runs asked for
    it: who was absent then is told now.
    """
    first = looked_for_since(rule, clock.day)
    if first is not None and not rule.undoes:
        return replace(clock, since=min(clock.since, first))
    return replace(clock, since=clock.day) if asked_late(rule, clock) else clock


def looked_for_since(rule: Rule, day: date) -> date | None:
    """The day from which on is looked for what a stay may ask for without end; None: no such.

    Runs have asked for it since, and it is no longer ago than days are looked back at.
    """
    trigger = rule.trigger
    if not isinstance(trigger, Stands) or trigger.asked_since is None:
        return None
    return max(trigger.asked_since, day - LOOKED_BACK)


def undoes_early(rule: Rule) -> bool:
    """Whether it undoes an item before the stay ends: it is cancelled, or its level fell."""
    endless = isinstance(rule.trigger, Stands) and rule.trigger.endless
    return bool(rule.undoes) and not endless


def asked_of_late(rule: Rule, clock: Clock) -> bool:
    """Whether a rule catches up with an event that came in after the rule's own day for it."""
    trigger = rule.trigger
    of_events = isinstance(trigger, After | Anniversary) and isinstance(trigger.of, OfEvent)
    return of_events and asked_late(rule, clock) and not answers(trigger, clock)


def as_remembered(business: Business, *, told: bool) -> Business:
    """The business; where no earlier day told anything, without what only tells it anew."""
    if told or not any(rule.renews for rule in business.rules):
        return business
    return replace(business, rules=tuple(rule for rule in business.rules if not rule.renews))


def latest_only(business: Business, clock: Clock) -> tuple[str, ...]:
    """The rules that catch up with the latest day alone; none that answers events."""
    return tuple(
        rule.id
        for rule in business.rules
        if rule.catch_up is CatchUp.LATEST and not answers(rule.trigger, clock)
    )


def of_changes(business: Business) -> tuple[str, ...]:
    """The rules that wait to see something change; their keys end in the day of the change."""
    return tuple(
        rule.id
        for rule in business.rules
        if isinstance(rule.trigger, Enters | Leaves | Crosses)
    )


def to_settle(business: Business, day: date, since: date, *, remembered: bool) -> bool:
    """Whether anything but the rules has a say on the date; ``remembered``: there is a past."""
    return (
        remembered
        or business.limits != Limits()
        or any(rule.once is not None for rule in at_work(business, day))
        or since < day
    )
