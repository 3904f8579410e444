"""When the turn of a rule was last and is next, by the plan of each day around the date.

What is asked of each day is what a run of it asks, so nothing is worked out another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from careplay.calendars import FIRST_DAY, LAST_DAY
from careplay.model.business import Business
from careplay.model.parameters import at_work
from careplay.model.rules import Rule
from careplay.planning.clock import EARLIEST, clock_on
from careplay.planning.days import AsOf
from careplay.planning.occasions import search_on, sought
from careplay.planning.plan import FIRST_RUN
from careplay.planning.probes import (
    Always,
    Dated,
    Days,
    Happened,
    Kept,
    Listed,
    Passed,
    Probe,
    Returned,
    Standing,
    Stepped,
    Turned,
    Yearly,
)
from careplay.planning.roles import team_on

LOOKED = 366
"""So many days before and after the date are looked at."""


def turns(
    rule: Rule, business: Business, day: date, told: date | None, calendar: str | None = None
) -> tuple[date | None, date | None]:
    """The last day before the date on which it is the rule's turn, and the next one after it.

    ``told`` is the date that the trigger counts from, None where the calendar alone counts;
    ``calendar`` the one by which that date is kept, where a fact tells it.
    """
    ahead = (day + timedelta(days=n) for n in range(1, LOOKED + 1))
    behind = (day - timedelta(days=n) for n in range(1, LOOKED + 1))
    found = (_first(rule, business, days, (told, calendar)) for days in (behind, ahead))
    last, following = found
    return last, following


def _first(
    rule: Rule, business: Business, days: Iterable[date], told: tuple[date | None, str | None]
) -> date | None:
    alone = replace(business, rules=(rule,))
    known = (day for day in days if FIRST_DAY <= day <= LAST_DAY and at_work(alone, day))
    comes = (
        day
        for day in known
        if any(_comes(each, *told) for each in _probes(alone, day, told[0]))
    )
    return next(comes, None)


def _probes(alone: Business, day: date, told: date | None) -> Iterator[Probe]:
    """What the day asks for, absences no further back than the date that was told."""
    clock = clock_on(alone, day)
    since = max(told or EARLIEST, EARLIEST)
    as_of = AsOf(0, replace(clock, earliest=since), team_on(alone, (), day), alone.rules)
    for rule in alone.rules:
        yield from (each.probe for each in sought(rule.trigger, search_on(as_of, FIRST_RUN)))


def _comes(probe: Probe, told: date | None, calendar: str | None) -> bool:
    match probe:
        case Always():
            return True
        case Dated(_, days) | Happened(days=days):
            return told is not None and is_among(told, days)
        case Kept():
            kept = {"solar": probe.solar, "lunar": probe.lunar}.get(calendar or "")
            return told is not None and kept is not None and is_among(told, kept)
        case Turned() | Passed() | Standing() | Returned():
            return False
        case _:
            assert_never(probe)


def is_among(day: date, days: Days) -> bool:
    """Whether the day is one of those."""
    match days:
        case Listed(dates):
            return day in dates
        case Yearly(parts, year):
            return (day.month, day.day) in parts and day.year < year
        case Stepped(latest, every):
            return day <= latest and (latest - day).days % every == 0
        case _:
            assert_never(days)
