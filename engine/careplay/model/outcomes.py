"""What became of an action, told by events that are known in every business that has any.

Nobody has to declare them, and the table may lack their columns. A business of which no row
tells such an outcome, and no rule asks for one, is run as if there were none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from careplay.model.actions import ACTION, OUTCOMES, OVER, SNOOZED, UNTIL
from careplay.model.business import Attribute, Business, EventType
from careplay.model.facts import Aggregate, Measure
from careplay.model.triggers import Absent, event_of
from careplay.model.types import Type

TELLS: Mapping[str, Mapping[str, Type]] = {
    name: {ACTION: Type.TEXT, **({UNTIL: Type.DATE} if name == SNOOZED else {})}
    for name in OUTCOMES
}
"""What each event type that tells an outcome tells, by attribute."""

SPOKEN = frozenset({f"action.{kind}" for kind in OVER})
"""The types of which one tells that a customer was spoken to, or that something was done."""


def tells_own_contact(fact: object) -> bool:
    """Whether the fact is when careplay's own actions last reached the customer.

    Nothing else reaches whom nothing ever did, so where it is missing, it is long ago.
    """
    return (
        isinstance(fact, Measure)
        and fact.aggregate is Aggregate.LATEST
        and fact.event in SPOKEN
        and fact.attribute is None
    )


def with_outcomes(declared: Mapping[str, EventType]) -> dict[str, EventType]:
    """The event types, and outcomes besides; one that is declared tells what all of them do."""
    found = dict(declared)
    for name, told in TELLS.items():
        known = found.get(name, EventType(name, {}, undeclared=True))
        more = {each: Attribute(each, kind, undeclared=True) for each, kind in told.items()}
        found[name] = replace(known, attributes={**known.attributes, **_lacking(known, more)})
    return found


def _lacking(event: EventType, more: Mapping[str, Attribute]) -> Mapping[str, Attribute]:
    return {name: each for name, each in more.items() if name not in event.attributes}


def agreeing(types: Mapping[str, EventType]) -> dict[str, EventType]:
    """The same without undeclared attributes that other events have of another type.

    A column has one type. So an undeclared outcome that tells such an attribute is not known.
    """
    taken = {
        name: each.type
        for event in types.values()
        for name, each in event.attributes.items()
        if event.name not in OUTCOMES and not event.record
    }
    found: dict[str, EventType] = {}
    for name, event in types.items():
        told = {
            each: attribute
            for each, attribute in event.attributes.items()
            if not attribute.undeclared or taken.get(each, attribute.type) is attribute.type
        }
        if len(told) == len(event.attributes):
            found[name] = event
        elif not event.undeclared:
            found[name] = replace(event, attributes=told)
    return found


def asked_types(business: Business) -> frozenset[str]:
    """The event types that rules, measures, flows and receptions look at."""
    return frozenset(_asked(business))


def _asked(business: Business) -> Iterator[str]:
    for rule in business.rules:
        if isinstance(rule.trigger, Absent):
            yield rule.trigger.event
        elif (event := event_of(rule.trigger)) is not None:
            yield event
    yield from (each.event for each in business.derived if isinstance(each, Measure))
    for flow in business.flows.values():
        yield from flow.types()
    for reception in business.receptions.values():
        yield from reception.types()


def without(business: Business, names: Collection[str]) -> Business:
    """The business without these event types."""
    if not names:
        return business
    left = {name: each for name, each in business.event_types.items() if name not in names}
    return replace(business, event_types=left)
