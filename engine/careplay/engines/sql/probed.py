"""What of a plan is looked for beside the customers, and what of it is told on."""

from __future__ import annotations

from careplay.engines.sql.build import (
    Sql,
    among,
    case,
    cast,
    column,
)
from careplay.meaning.events import INSTANT
from careplay.model.conditions import ALWAYS, NEVER, Condition
from careplay.planning.probes import ByEvent, Happened, Returned, Standing
from careplay.planning.steps import Match, Plan

RETURNED = "returned"
"""The table of what comes back: the columns of the events, and those below."""
BY_RULE, KEPT_KEY, KEPT_DAY, KEPT_VALUE = "#rule", "#kept", "#kept on", "#told"
"""Of what comes back its rule, its key, and its date and value as they were told."""
FOUND, ROW, EVENT, DAY, NEW, ORDER = "#event", "#row", "#key", "#day", "#new", "#order"
"""The occasion an event gives, its number among the customer's, its key and its date; whether
no earlier run can have told it; and, of an event that may go by a former key, what it tells.

Columns of our own begin with #: no fact does.
"""


def events_probed(plan: Plan) -> dict[int, ByEvent]:
    """The occasions that are found beside the customers, by number."""
    return {
        number: occasion.probe
        for number, occasion in enumerate(plan.occasions)
        if isinstance(occasion.probe, ByEvent)
    }


def is_found(occasion: int, plan: Plan) -> bool:
    """Whether the occasion is found beside the customers."""
    return isinstance(plan.occasions[occasion].probe, ByEvent)


def returned(plan: Plan) -> list[int]:
    """The occasions that come back, by number."""
    return [n for n, probe in events_probed(plan).items() if isinstance(probe, Returned)]


def returned_names(plan: Plan) -> tuple[str, ...]:
    """The columns that only what comes back has."""
    return (KEPT_DAY, KEPT_VALUE) if returned(plan) else ()


def attributes(plan: Plan) -> tuple[str, ...]:
    """The attributes of the events that give occasions, in order of name."""
    types = {probe.event for probe in events_probed(plan).values() if probe.event}
    known = plan.event_types
    names = {name for event in types for name in known[event].attributes}
    return tuple(f"event.{name}" for name in sorted(names))


def event_order(plan: Plan) -> list[Sql]:
    """By what events are least or greatest: their moments, then each attribute."""
    return [column(name) for name in event_value_names(plan)]


def event_value_names(plan: Plan) -> tuple[str, ...]:
    """What an event tells, under the names by which conditions ask for it."""
    happened = any(isinstance(probe, Happened) for probe in events_probed(plan).values())
    passing = (f"event.{INSTANT}",) if plan.zone and happened else ()
    return ("event.at", *passing, *attributes(plan))


def news_of(plan: Plan) -> dict[int, Condition]:
    """The occasions that an earlier run may have told of, and what is true of the others."""
    return {
        number: probe.new
        for number, probe in events_probed(plan).items()
        if isinstance(probe, Standing) and probe.new not in (ALWAYS, NEVER)
    }


def is_old(match: Match, plan: Plan) -> bool:
    """Whether all that the match finds only still stands: earlier runs may have told it."""
    probe = plan.occasions[match.occasion].probe
    return isinstance(probe, Standing) and probe.new == NEVER


def comes_back(match: Match, plan: Plan) -> bool:
    """Whether what the match finds was told before and comes back."""
    return isinstance(plan.occasions[match.occasion].probe, Returned)


def day_of(plan: Plan) -> Sql:
    """The date by which an event was found."""
    by_attribute: dict[str, list[int]] = {}
    for number, probe in events_probed(plan).items():
        if isinstance(probe, Happened) and probe.attribute is not None:
            by_attribute.setdefault(probe.attribute, []).append(number)
    whens = [
        (among(column(FOUND), numbers), cast(column(f"event.{told}"), "DATE"))
        for told, numbers in by_attribute.items()
    ]
    if kept := returned(plan):
        whens.append((among(column(FOUND), kept), column(KEPT_DAY)))
    return case(whens, cast(column("event.at"), "DATE"))
