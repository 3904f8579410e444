"""Every fact that a plan's later steps look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from careplay.model.business import Business
from careplay.model.conditions import facts_of
from careplay.model.rules import Audience, Placeholder, Scope
from careplay.planning.probes import (
    Always,
    Column,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Standing,
    Turned,
)
from careplay.planning.steps import Match, Occasion, Scheduled, Told


def columns(
    occasions: Iterable[Occasion],
    matches: Iterable[Match],
    schedule: Iterable[Scheduled],
    actions: Iterable[Told],
    business: Business,
) -> tuple[Column, ...]:
    """The columns of customers that probes, conditions, owners and texts ask for."""
    probed = {column for occasion in occasions for column in of_probe(occasion.probe)}
    later = {
        *(name for match in matches for name in of_match(match)),
        *(name for scheduled in schedule for name in of_schedule(scheduled)),
        *(name for told in actions for name in of_text(told, business)),
    }
    return tuple(sorted(probed | {Column(name) for name in later if name in business.facts}))


def of_probe(probe: Probe) -> tuple[Column, ...]:
    """The columns a probe looks at; those of an event are not a customer's."""
    match probe:
        case Dated(column):
            return (column,)
        case Kept(column, calendar):
            return (column, Column(calendar))
        case Turned(fact) | Passed(fact):
            return (Column(fact), Column(fact, 1))
        case Always() | Happened() | Standing():
            return ()
        case _:
            assert_never(probe)


def of_match(match: Match) -> tuple[str, ...]:
    """The facts a match asks a customer about."""
    return facts_of(match.condition) if match.audience is Audience.CUSTOMERS else ()


def of_schedule(scheduled: Scheduled) -> Iterator[str]:
    """The facts that say who is asked."""
    for turn in scheduled.turns:
        if turn.fact is not None:
            yield turn.fact
        if turn.stores:
            yield "store"
    if scheduled.not_to:
        yield scheduled.not_to


def of_text(told: Told, business: Business) -> Iterator[str]:
    """The facts that an action's texts and channels need."""
    for piece in (*told.text, *told.reason):
        if isinstance(piece, Placeholder) and piece.scope is Scope.FACT:
            yield piece.name
    for channel in told.action.channels:
        way = business.channels[channel]
        yield from (fact for fact in (way.needs, way.consent) if fact)
