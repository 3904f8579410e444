"""What comes back, as occasions of the date: found once before, and all else asked anew.

``plain/settling/anew.py`` does it by hand, row after row: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from careplay.meaning.lasting import MOMENT, is_yearly, lasting, told_by
from careplay.model.conditions import ALWAYS
from careplay.model.facts import Declared
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Happens,
    Leaves,
    OfCalendar,
    OfEvent,
    OfFact,
    Source,
    Stands,
    Trigger,
    where_of,
)
from careplay.planning import special_days
from careplay.planning.clock import BusinessClock, come_since
from careplay.planning.conditions import in_flat_literals
from careplay.planning.days import AsOf
from careplay.planning.needed import attributes_of
from careplay.planning.probes import Returned
from careplay.planning.recall import Comeback
from careplay.planning.roles import of_store, stores_of, turns
from careplay.planning.steps import Gap, Occasion


def comes_back(rules: Iterable[str] | None, day: AsOf) -> tuple[Rule, ...]:
    """The rules in force of which something may come back for customers; None: any may.

    Of cases and stays what comes back is what they still ask for.
    """
    return tuple(
        rule
        for rule in day.rules
        if (rules is None or rule.id in rules)
        and rule.audience is Audience.CUSTOMERS
        and not isinstance(rule.trigger, Stands)
    )


def found_again(rule: Rule, clock: BusinessClock) -> tuple[Occasion, ...]:
    """The occasions of a rule that were found before; of special days one for each name."""
    trigger = rule.trigger
    if isinstance(trigger, OfCalendar) and (names := special_days.labels(trigger, clock)):
        return tuple(_told(rule, name=name, labels=(label,)) for name, label in names)
    return (_told(rule, event=comeback(rule, clock).event, own=_own(trigger)),)


def _told(
    rule: Rule,
    event: str = "",
    name: str = "",
    own: str = "",
    labels: tuple[tuple[str, str], ...] = (),
) -> Occasion:
    """What it said of itself among the reasons it says again."""
    probe = Returned(rule.id, event, name)
    return Occasion(probe, (Gap.EVENT,), "", Gap.TOLD, Gap.DAY, labels, own)


def _own(trigger: Trigger) -> str:
    """The fact that the occasion is about, where it is about one."""
    match trigger:
        case Anniversary(of=of) | After(of=of):
            return of.fact if isinstance(of, OfFact) else ""
        case Crosses(fact) | Enters(fact) | Leaves(fact):
            return fact
        case Absent() | Happens() | Stands() | OfCalendar():
            return ""
        case _:
            assert_never(trigger)


def may_be_gone(rules: Iterable[Rule], clock: BusinessClock) -> Iterator[Comeback]:
    """How what is open of rules is found again, as far as it can be gone while they stay."""
    for rule in rules:
        if rule.audience is Audience.CUSTOMERS:
            found = comeback(rule, clock)
            if found.event or found.fact:
                yield replace(found, passing=ALWAYS, until=None)


def comeback(rule: Rule, clock: BusinessClock) -> Comeback:
    """How its occasions are found again."""
    return replace(_comeback(rule, clock), told_by=told_by(rule.trigger))


def _comeback(rule: Rule, clock: BusinessClock) -> Comeback:
    match rule.trigger:
        case Happens(event):
            return _of_event(rule, OfEvent(event), clock, ends=False)
        case After(of=of, span=span):
            by_moment = isinstance(of, OfEvent) and of.attribute is None
            found = _of_date(rule, of, clock, ends=not by_moment)
            return replace(found, until=come_since(span, clock)) if by_moment else found
        case Anniversary(of=of):
            return _of_year(rule, of, clock)
        case Absent() | Crosses() | Enters() | Leaves() | OfCalendar() | Stands():
            return Comeback(rule.id)
        case _:
            assert_never(rule.trigger)


def standing_in(
    rules: Iterable[str] | None, day: AsOf
) -> Iterator[tuple[str, int, str, str | None]]:
    """Who does today what is for the business or a store: rule, index, store and owner."""
    for rule in day.rules:
        if rule.audience is Audience.CUSTOMERS or not (rules is None or rule.id in rules):
            continue
        stores = stores_of(day.team.people) if rule.audience is Audience.STORES else ()
        for store in (None, *stores):
            for index, action in enumerate(rule.actions):
                owner = of_store(turns(action.to, day.team), store)
                yield rule.id, index, store or "", owner


def _of_date(rule: Rule, of: Source, clock: BusinessClock, *, ends: bool) -> Comeback:
    if isinstance(of, OfEvent):
        return _of_event(rule, of, clock, ends=ends)
    told = isinstance(clock.business.facts[of.fact], Declared)
    return Comeback(rule.id, fact=of.fact if told else "")


def _of_year(rule: Rule, of: Source, clock: BusinessClock) -> Comeback:
    """A date that is kept each year, which an event has by its moment where by no other."""
    if isinstance(of, OfEvent):
        kept_by = replace(of, attribute=of.attribute or MOMENT)
        return replace(_of_event(rule, kept_by, clock, ends=True), yearly=True)
    yearly = is_yearly(clock.business.facts[of.fact])
    return replace(_of_date(rule, of, clock, ends=True), yearly=yearly)


def _of_event(rule: Rule, of: OfEvent, clock: BusinessClock, *, ends: bool) -> Comeback:
    asked = (where_of(lasting(rule.trigger)), where_of(rule.trigger))
    types = attributes_of(clock.business)
    where, whole = (in_flat_literals(each, types, clock) for each in asked)
    since = None if where == ALWAYS else rule.asks_since
    passing = ALWAYS if whole == where and since is None else whole
    return Comeback(rule.id, of.event, of.attribute or "", where, passing, since, ends)
