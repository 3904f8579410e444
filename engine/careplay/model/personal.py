"""Which names of a business stand for something personal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import assert_never

from careplay.frozen import dataclass
from careplay.model.actions import ACTION
from careplay.model.business import Business
from careplay.model.facts import (
    Decision,
    Declared,
    Fact,
    Measure,
    Segment,
    Tier,
    Top,
    type_of,
)
from careplay.model.triggers import After, Anniversary, OfEvent, OfFact, Trigger
from careplay.model.types import Type


@dataclass(frozen=True, slots=True)
class Names:
    """The facts and attributes of a business, as reasons and texts name them.

    ``name`` is a fact, ``event.friend`` an attribute of the event that gave the occasion,
    ``referral.friend`` the same of a type.
    """

    types: Mapping[str, Type]
    """Of every name."""
    personal: frozenset[str]
    """Those of which the values are masked."""
    keys: frozenset[str]
    """Attributes that tell which case, stay or action an event is of."""
    visible: Mapping[str, frozenset[str]]
    """By role, the personal ones that it sees whole in its own list."""

    def hidden_from(self, role: str | None) -> frozenset[str]:
        """What is masked in the list of the role; None: in a list for everybody."""
        return self.personal - self.visible.get(role or "", frozenset())


def is_key_personal(business: Business) -> bool:
    """Whether the column that tells customers apart is declared as a personal fact, too."""
    told = business.declared.values()
    return any(each.personal and (each.column or each.name) == business.key for each in told)


def names_of(business: Business) -> Names:
    """Every fact and attribute. One that is personal in some event type is so in all.

    A measure that takes its value from a personal attribute is personal, too: all but counts.
    """
    told = [(e.name, a) for e in business.event_types.values() for a in e.attributes.values()]
    private = personal_attributes(business)
    facts = business.facts
    types = {name: type_of(fact) for name, fact in facts.items()}
    types |= {f"{each}.{a.name}": a.type for kind, a in told for each in (kind, "event")}
    personal = {name for name, fact in facts.items() if _is_personal(fact, private)}
    personal |= {
        f"{each}.{a.name}" for kind, a in told if a.name in private for each in (kind, "event")
    }
    keys = {
        f"{each}.{name}"
        for each in ("event", *business.event_types)
        for name in _keys(business)
    }
    return Names(types, frozenset(personal), frozenset(keys), _visible(business))


def _visible(business: Business) -> Mapping[str, frozenset[str]]:
    """By role, the names that some column says are visible to it."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in business.declared.values():
        for role in fact.visible_to:
            found[role].add(fact.name)
    for kind in business.event_types.values():
        for attribute in kind.attributes.values():
            for role in attribute.visible_to:
                every = ("event", *business.event_types)
                found[role].update(f"{each}.{attribute.name}" for each in every)
    return {role: frozenset(names) for role, names in found.items()}


def personal_attributes(business: Business) -> frozenset[str]:
    """The attributes of events that some event type says are personal."""
    told = (a for e in business.event_types.values() for a in e.attributes.values())
    return frozenset(each.name for each in told if each.personal)


def tells_personal(trigger: Trigger, names: Names) -> bool:
    """Whether the day that the trigger waits for is told by something personal."""
    if not isinstance(trigger, Anniversary | After):
        return False
    of = trigger.of
    match of:
        case OfFact():
            return of.fact in names.personal
        case OfEvent():
            return of.attribute is not None and f"{of.event}.{of.attribute}" in names.personal
        case _:
            assert_never(of)


def _keys(business: Business) -> frozenset[str]:
    flows = (each.by for each in business.flows.values())
    return frozenset((ACTION, *flows, *(each.by for each in business.receptions.values())))


def _is_personal(fact: Fact, attributes: frozenset[str]) -> bool:
    match fact:
        case Declared():
            return fact.personal
        case Measure():
            return fact.attribute in attributes
        case Top() | Tier() | Segment() | Decision():
            return False
        case _:
            assert_never(fact)
