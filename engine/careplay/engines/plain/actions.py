"""What a rule does on an occasion: the rows of ``actions``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any

from careplay.engines.plain.clock import Clock, amount_of, moved
from careplay.engines.plain.events import moment_of
from careplay.engines.plain.occasions import fact_of
from careplay.engines.plain.owners import Staff, owner
from careplay.engines.plain.texts import Case, reason, written
from careplay.engines.plain.truth import Row, deciding
from careplay.model.business import Business, Channel
from careplay.model.rules import Action, Due, Priority, Rule
from careplay.model.types import Unit

SEPARATOR = "\x1f"
PRESSING = {priority: rank for rank, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class Match:
    """An occasion whose condition holds."""

    rule: Rule
    customer: str
    """The key as text; empty for the business and its stores."""
    case: Case
    clock: Clock
    staff: Staff


def rows_of(match: Match) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Each action of the match as a row, with what it is sorted by."""
    because = because_of(match)
    for index, action in enumerate(match.rule.actions):
        row = _row(match, action, index) | {"because": because}
        yield _order(match, action, row["due_at"], index), row


def because_of(match: Match) -> list[dict[str, str | None]]:
    """The occasion's own entry, then the deciding facts; its own fact is not repeated."""
    own = fact_of(match.rule.trigger)
    names = deciding(match.rule.condition, match.case.facts, match.clock)
    entries = [reason(name, match.case) for name in names if name != own]
    return [
        {"fact": fact, "value": value} for fact, value in (match.case.occasion.entry, *entries)
    ]


def action_id(business: Business, rule: Rule, customer: str, occasion: str, index: int) -> str:
    """The same for the same action on every engine and every rerun."""
    parts = (business.id, rule.id, customer, occasion, str(index))
    return sha256(SEPARATOR.join(parts).encode()).hexdigest()[:20]


def channel_of(action: Action, channels: Mapping[str, Channel], facts: Row) -> str | None:
    """The first way, in order of preference, by which the customer can be reached."""
    for name in action.channels:
        needs = channels[name].needs
        if needs is None or facts.get(needs) is not None:
            return name
    return None


def due_at(due: Due, case: Case, clock: Clock) -> datetime:
    """By when: hours count from the event's moment, everything else from the date."""
    if due.span.unit is Unit.HOURS:
        event = case.occasion.event
        start = datetime.combine(clock.day, time.min) if event is None else moment_of(event)
        return start + timedelta(hours=amount_of(due.span, clock))
    return datetime.combine(moved(clock.day, due.span, clock), due.by)


def _row(match: Match, action: Action, index: int) -> dict[str, Any]:
    rule, case = match.rule, match.case
    business, occasion = case.business, case.occasion.key
    return {
        "action_id": action_id(business, rule, match.customer, occasion, index),
        "date": match.clock.day,
        "status": "due",
        "customer_id": match.customer,
        "business": business.id,
        "playbook": rule.playbook,
        "rule": rule.id,
        "occasion": occasion,
        "verb": action.verb.value,
        "channel": channel_of(action, business.channels, case.facts),
        "category": action.category.value,
        "role": action.to,
        "owner": owner(action.to, match.customer, _known_of(case), match.staff),
        "due_at": due_at(action.due, case, match.clock),
        "priority": action.priority.value,
        "title": rule.title,
        "text": written(action.text, case),
        "checklist": list(action.checklist),
        "ask": list(action.ask),
        "reason": written(action.reason, case),
        "approve": action.approve,
        "source": list(rule.source),
        "attempt": 1,
        "supersedes": None,
    }


def _known_of(case: Case) -> Row:
    """What an owner is found by: a store has nothing but its name."""
    return case.facts if case.store is None else {"store": case.store}


def _order(match: Match, action: Action, due: datetime, index: int) -> tuple[Any, ...]:
    rule, pressing = match.rule, PRESSING[action.priority]
    place = match.case.business.rules.index(rule)
    occasion = match.case.occasion.key
    return (match.customer, due, pressing, rule.playbook, place, occasion, index)
