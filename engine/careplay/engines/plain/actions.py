"""What a rule does on an occasion: the rows of ``actions``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from careplay.engines.plain.channels import reach
from careplay.engines.plain.deciding import deciding_facts
from careplay.engines.plain.due import due_at
from careplay.engines.plain.occasions import fact_of
from careplay.engines.plain.texts import TextContext, reason, text_for_people
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.owners import Staff, owner, owner_of
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.business import Business
from careplay.model.rules import Action, Priority, Rule
from careplay.model.triggers import Stands

SEPARATOR = "\x1f"
HAPPENED = "happened"
"""What a row also tells of a fresh action, beside ``WHOLE_COLUMNS``: of no event it is None."""
PRESSING = {priority: rank for rank, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class MatchedOccasion:
    """An occasion whose condition holds."""

    rule: Rule
    customer: str
    """The key as text; empty for the business and its stores."""
    case: TextContext
    clock: Clock
    staff: Staff


def action_rows(match: MatchedOccasion) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Each action of the match as a row, with what it is sorted by."""
    because = because_of(match)
    for index, action in enumerate(match.rule.actions):
        row = _row(match, action, index) | {"because": because}
        yield _order(match, action, row["due_at"], index), row


def because_of(match: MatchedOccasion) -> list[dict[str, str | None]]:
    """The occasion's own entry, then the deciding facts; its own fact is not repeated."""
    own = fact_of(match.rule.trigger)
    names = deciding_facts(match.rule.condition, match.case.facts, match.clock)
    entries = [reason(name, match.case) for name in names if name != own]
    return [
        {"fact": fact, "value": value} for fact, value in (match.case.occasion.entry, *entries)
    ]


def action_id(business: Business, rule: Rule, customer: str, occasion: str, index: int) -> str:
    """The same for the same action on every engine and every rerun."""
    parts = (business.id, rule.first_id, customer, occasion, str(index))
    return sha256(SEPARATOR.join(parts).encode()).hexdigest()[:20]


def _row(match: MatchedOccasion, action: Action, index: int) -> dict[str, Any]:
    rule, case = match.rule, match.case
    business, occasion = case.business, case.occasion.key
    reached = reach(action, business.channels, case.facts)
    return {
        "action_id": action_id(business, rule, match.customer, occasion, index),
        "code": None,
        "date": match.clock.day,
        "status": "dropped" if reached.held_by else "due",
        "customer_id": match.customer,
        "business": business.id,
        "playbook": rule.playbook,
        "rule": rule.id,
        "occasion": occasion,
        "verb": action.verb.value,
        "channel": reached.first,
        "channels": list(reached.usable),
        "category": action.category.value,
        "role": action.to,
        "owner": _owner(match, action),
        "due_at": _due_at(action, match),
        "priority": action.priority.value,
        "title": rule.title,
        "text": text_for_people(action.text, case),
        "checklist": [*action.checklist, *_in_turn(action, match.clock.day)],
        "ask": list(action.ask),
        "reason": text_for_people(action.reason, case),
        "approve": action.approve,
        "source": list(rule.source),
        "attempt": 1,
        "supersedes": None,
        "deferred_to": None,
        "held_by": reached.held_by,
        "winner": None,
        "index": index,
        HAPPENED: _happened(case),
        **about(match),
    }


def _owner(match: MatchedOccasion, action: Action) -> str | None:
    """Who does it; of what is for the business or a store nobody is left out."""
    if not match.customer:
        return owner(action.to, "", _known_of(match.case), match.staff)
    return owner_of(action, match.customer, match.case.facts, match.case.facts, match.staff)


def _due_at(action: Action, match: MatchedOccasion) -> datetime:
    """What came in late is due when it would have been, and at the earliest today."""
    case, today = match.case, match.clock
    if not case.occasion.late:
        return due_at(action.due, case, today)
    on_its_day = clock_of(case.business, case.occasion.date)
    due = due_at(action.due, case, on_its_day)
    return max(due, datetime.combine(today.day, due.time()))


def _happened(case: TextContext) -> datetime | None:
    """When that happened which the action is about; a case came to its step, if later."""
    event = case.occasion.event or {}
    told = (event.get("at"), event.get("entered_at"))
    return max((each for each in told if isinstance(each, datetime)), default=None)


def about(match: MatchedOccasion) -> dict[str, Any]:
    """The record that the action is of, the item of a reception, and the date it is about."""
    trigger, case = match.rule.trigger, match.case
    if not isinstance(trigger, Stands):
        return {"record": None, "ref": None, "item": None, "about": None}
    record, event = trigger.record, case.occasion.event or {}
    by = _told_by(record, case.business)
    ref, first = event.get(by), next(iter(trigger.key), "")
    day = match.clock.day if trigger.daily else event.get(first)
    return {
        "record": record,
        "ref": None if ref is None else words.plain(ref, case.types[f"event.{by}"]),
        "item": match.rule.item or None,
        "about": day if isinstance(day, date) and not isinstance(day, datetime) else None,
    }


def _told_by(record: str, business: Business) -> str:
    """The attribute that tells a case or a stay from others."""
    flow = business.flows.get(record)
    return business.receptions[record].by if flow is None else flow.by


def _in_turn(action: Action, day: date) -> tuple[str, ...]:
    """The one of those that take turns whose day it is."""
    turns = action.rotate
    return (turns[day.toordinal() % len(turns)],) if turns else ()


def _known_of(case: TextContext) -> Row:
    """What an owner is found by: a store has nothing but its name."""
    return case.facts if case.store is None else {"store": case.store}


def _order(
    match: MatchedOccasion, action: Action, due: datetime, index: int
) -> tuple[Any, ...]:
    rule, pressing = match.rule, PRESSING[action.priority]
    place = match.case.business.rules.index(rule)
    occasion = match.case.occasion.key
    return (match.customer, due, pressing, rule.playbook, place, occasion, index)
