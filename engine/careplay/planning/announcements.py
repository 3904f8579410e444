"""Rules for the business or its stores: no customer is asked, so the plan settles them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from careplay.meaning.clock import TIMELESS
from careplay.meaning.truth import NOBODY, truth
from careplay.model.conditions import Condition
from careplay.model.rules import Audience
from careplay.planning.action_steps import Scheduled
from careplay.planning.roles import Team, of_store, stores_of
from careplay.planning.steps import Announced, Match, Occasion, Open


def parties(audience: Audience, team: Team) -> tuple[str | None, ...]:
    """Whom a rule looks at: each store, or the business as one (None)."""
    return stores_of(team.people) if audience is Audience.STORES else (None,)


def announcements(
    matches: tuple[Match, ...],
    occasions: tuple[Occasion, ...],
    schedule: tuple[Scheduled, ...],
    teams: Mapping[int, Team],
) -> tuple[tuple[Announced, ...], tuple[Open, ...]]:
    """The actions of the matches that hold, and what the others want.

    ``teams`` are those of each day, by how many days before the date it is.
    """
    said: list[Announced] = []
    left_open: list[Open] = []
    for number, match in enumerate(matches):
        if match.audience is Audience.CUSTOMERS:
            continue
        asked = parties(match.audience, teams[match.ago])
        if (answer := _of_nobody(match.condition)) is None:
            left_open += _wants(match, len(asked))
        elif answer:
            key = "".join(map(str, occasions[match.occasion].key))
            said += (
                _said(number, place, schedule[place], key, store)
                for store in asked
                for place in match.actions
            )
    return tuple(said), tuple(left_open)


def _said(
    match: int, place: int, scheduled: Scheduled, key: str, store: str | None
) -> Announced:
    owner, due = of_store(scheduled.turns, store), scheduled.due
    assert isinstance(due, datetime)  # noqa: S101 - hours are counted from an event alone
    return Announced(match, place, key if store is None else f"{key}@{store}", owner, due)


def _wants(match: Match, count: int) -> Iterator[Open]:
    """What a match that cannot be settled without a customer wants; the total first."""
    if not count:
        return
    yield Open(match.rule, "", count)
    for want in match.wants:
        if any(all(_of_nobody(each) is None for each in ways) for ways in want.unknown):
            yield Open(match.rule, want.fact, count)


def _of_nobody(condition: Condition) -> bool | None:
    """Whether the condition, which is in literals, is true where every fact is missing."""
    return truth(condition, NOBODY, TIMELESS)
