"""The days a run looks at: its own, and those that no run has looked at yet.

All of them become one plan. ``plain/whole.py`` works each out by itself: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from careplay.faults import ParameterError
from careplay.frozen import dataclass
from careplay.meaning.days import asked_late, days_again
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


def days_looked_at(
    business: Business, day: date, since: date, people: tuple[Person, ...]
) -> tuple[AsOf, ...]:
    """The date itself, then the days before it that are asked about anew, the latest first.

    ``since`` is the day of the last run, or the date where there was none. That day is looked
    at once more: what happened after the run was made is told now, and what it told already
    has its id in the past.
    """
    today = AsOf(
        0,
        clock_on(business, day, since),
        team_on(business, people, day),
        at_work(business, day),
    )
    return (today, *_missed(business, day, since, people))


def _missed(
    business: Business, day: date, since: date, people: tuple[Person, ...]
) -> Iterator[AsOf]:
    """Each day since; without a parameter's value nothing was asked for on a day.

    Of the last run's own day only what events ask for: all else it has told. A record needs
    none of this, for its rules look back by themselves.
    """
    for each, missed in days_again(day, since):
        late = tuple(rule for rule in business.rules if asked_late(rule, missed=missed))
        only = replace(business, rules=late)
        try:
            require_values(only, each)
        except ParameterError:
            continue
        if working := at_work(only, each):
            team = team_on(business, people, each)
            yield AsOf((day - each).days, clock_on(business, each, each), team, working)
