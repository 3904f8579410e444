"""Which columns the matches keep, as texts, reasons, owners and keys ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from careplay.engines.sql.occasions import of_customers
from careplay.engines.sql.probed import (
    DAY,
    EVENT,
    KEPT_VALUE,
    NEW,
    ORDER,
    attributes,
    event_value_names,
    events_probed,
    news_of,
    returned,
)
from careplay.engines.sql.recorded import refs
from careplay.meaning.events import INSTANT
from careplay.model.conditions import facts_of
from careplay.model.rules import Placeholder, Scope
from careplay.planning.action_steps import FromEvent
from careplay.planning.columns import of_schedule, of_text
from careplay.planning.limits import Quiet
from careplay.planning.probes import (
    Always,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
)
from careplay.planning.steps import Match, Plan


def kept(plan: Plan) -> tuple[str, ...]:
    """The facts and the event's attributes that later relations look at."""
    asked = set(_asked(plan))
    told = events_probed(plan)
    passing = tuple(each for each in event_value_names(plan) if each == f"event.{INSTANT}")
    new = (NEW,) if news_of(plan) else ()
    back = (KEPT_VALUE,) if returned(plan) else ()
    placed = (ORDER,) if plan.former_keys else ()
    fixed = (EVENT, DAY, "event.at", *passing, *new, *placed, *back) if told else ()
    events = [name for name in attributes(plan) if name in asked and told]
    facts = [name for name in plan.facts.names if name in asked]
    return tuple(dict.fromkeys((*facts, *fixed, *events)))


def happened(plan: Plan) -> tuple[str, ...]:
    """When the occasion's event was, and when its case came to its step; for quiet hours."""
    quiet = any(isinstance(step, Quiet) for step in plan.settling)
    names = ("event.at", "event.entered_at") if quiet else ()
    return tuple(name for name in names if name in event_value_names(plan))


def _asked(plan: Plan) -> Iterator[str]:
    for match in of_customers(plan):
        yield from _of_match(match)
    for occasion in plan.occasions:
        yield from _of_probe(occasion.probe)
    for scheduled in plan.schedule:
        yield from of_schedule(scheduled)
        if isinstance(scheduled.due, FromEvent):
            yield scheduled.due.attribute
    yield from (f"event.{name}" for name in refs(plan).values())
    yield from happened(plan)
    for told in plan.actions:
        yield from of_text(told)
        for piece in (*told.text, *told.reason):
            if isinstance(piece, Placeholder) and piece.scope is Scope.EVENT:
                yield f"event.{piece.name}"


def _of_match(match: Match) -> Iterator[str]:
    for reason in match.reasons:
        yield from (reason.of, *facts_of(reason.guard))
    for want in match.wants:
        for condition in (condition for ways in want.unknown for condition in ways):
            yield from facts_of(condition)


def _of_probe(probe: Probe) -> Iterator[str]:
    match probe:
        case Dated(column) | Kept(column):
            yield str(column)
        case Passed(now):
            yield str(now)
        case Standing(key=key):
            yield from (f"event.{name}" for name in (*key[:1], *key[-1:]))
        case Always() | Turned() | Happened() | Returned():
            return
        case _:
            assert_never(probe)
