"""The days a run looks at: its own, and those that no run has looked at yet.

All of them become one plan. ``plain/whole.py`` works each out by itself: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from careplay.faults import ParameterError
from careplay.frozen import dataclass
from careplay.meaning.days import Late, asked_late, asked_of_late, days_of_late, missed_days
from careplay.model.business import Business, Person
from careplay.model.parameters import at_work, require_values
from careplay.model.rules import Rule
from careplay.planning.clock import BusinessClock, clock_on
from careplay.planning.roles import Team, team_on


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day as of which rules are asked, so many days before the date of the run."""

    ago: int
    clock: BusinessClock
    team: Team
    rules: tuple[Rule, ...]
    late: Late = Late.AS_ANY
    """Of which events rules are asked here: of the date those that answer events ask too of
    what came in late, and as of a day that was run nothing else is asked of."""


def days_looked_at(
    business: Business, day: date, since: date, people: tuple[Person, ...], late: date | None
) -> tuple[AsOf, ...]:
    """The date itself, then the days before it that are asked about anew, the latest first.

    ``since`` is the day of the last run, or the date where there was none; ``late`` the date
    of the earliest event that no run knew on its day, or None where nothing is known of that.
    """
    today = AsOf(
        0,
        clock_on(business, day, since),
        team_on(business, people, day),
        at_work(business, day),
        Late.AS_ANY if late is None else Late.TOO,
    )
    return (today, *_earlier(today.clock, since, people, late))


def _earlier(
    today: BusinessClock, since: date, people: tuple[Person, ...], late: date | None
) -> Iterator[AsOf]:
    """Each missed day, and each day of which something came in late."""
    rules, day = today.business.rules, today.day
    for each in missed_days(day, since):
        caught_up = (rule for rule in rules if asked_late(rule, today))
        yield from _as_of(each, caught_up, today, people)
    for each in () if late is None else days_of_late(day, since, late):
        of_late = (rule for rule in rules if asked_of_late(rule, today))
        yield from _as_of(each, of_late, today, people, Late.ONLY)


def _as_of(
    each: date,
    rules: Iterable[Rule],
    today: BusinessClock,
    people: tuple[Person, ...],
    late: Late = Late.AS_ANY,
) -> Iterator[AsOf]:
    """The day as some rules look at it; without a parameter's value nothing was asked for.

    A record needs none of this, for its rules look back by themselves.
    """
    only = replace(today.business, rules=tuple(rules))
    try:
        require_values(only, each)
    except ParameterError:
        return
    if working := at_work(only, each):
        ago, team = (today.day - each).days, team_on(only, people, each)
        yield AsOf(ago, clock_on(today.business, each, each), team, working, late)
