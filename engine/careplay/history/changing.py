"""The types of events that decide what rules wait to see changed: a run remembers their ids."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.model.business import Business
from careplay.model.facts import Measure, parts_of
from careplay.model.triggers import Crosses, Enters, Leaves, event_of


def types_of_changes(business: Business) -> frozenset[str]:
    """The types of the events that make up what rules wait to see changed."""
    measures = _measures(business)
    return frozenset(told for each in measures for told in _events_of(each.event, business))


def types_of_stays(business: Business) -> frozenset[str]:
    """The types of the events that tell of stays for which rules prepare."""
    asked = {event_of(rule.trigger) for rule in business.rules if rule.item}
    stays = (each for name, each in business.receptions.items() if name in asked)
    return frozenset(told for each in stays for told in each.types())


def _measures(business: Business) -> Iterator[Measure]:
    """The measures that what may change is made of."""
    derived = {fact.name: fact for fact in business.derived}
    waiting = list(_watched(business))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        fact = derived.get(name)
        if fact is None or name in seen:
            continue
        seen.add(name)
        if isinstance(fact, Measure):
            yield fact
        waiting += parts_of(fact)


def _watched(business: Business) -> Iterator[str]:
    for rule in business.rules:
        if isinstance(rule.trigger, Crosses):
            yield rule.trigger.fact
        elif isinstance(rule.trigger, Enters | Leaves):
            yield rule.trigger.segment


def _events_of(name: str, business: Business) -> tuple[str, ...]:
    """The types of the events that a record is found from; else the type itself."""
    if flow := business.flows.get(name):
        return flow.types()
    if stay := business.receptions.get(name):
        return stay.types()
    return (name,)
