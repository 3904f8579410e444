"""Whom a rule looks at, and each occasion it finds there with all that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from careplay.engines.plain.events import seen
from careplay.engines.plain.facts import Customer, as_known, facts_of_customers
from careplay.engines.plain.found import FoundOccasion, Subject, ToldKeys
from careplay.engines.plain.occasions import occasions
from careplay.engines.plain.records import with_records
from careplay.engines.plain.texts import TextContext
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.days import Late, clock_for
from careplay.meaning.owners import Staff
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.facts import type_of
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import event_of
from careplay.model.types import Type

NOTHING_TOLD = ToldKeys()


@dataclass(frozen=True, slots=True)
class PlainDay:
    """What is the same for all customers."""

    business: Business
    clock: Clock
    staff: Staff
    late: Late = Late.AS_ANY
    """What is made of the events that no run knew on their day."""
    after_run: bool = False
    """Whether the day before is looked at as its run, the last one, knew it."""
    told: ToldKeys = NOTHING_TOLD


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a rule looks at: a customer; or, without a key, the business or a store of it."""

    key: str
    subject: Subject
    store: str | None = None


def customers(today: PlainDay, known: Sequence[Customer]) -> tuple[Party, ...]:
    """Every customer, with all facts as of the date and as of the day before."""
    business, clock = today.business, today.clock
    country, declared = business.country, business.facts
    yesterday = clock_of(business, clock.day - timedelta(days=1), clock.since)
    then = [as_known(each) for each in known] if today.after_run else known
    seen_now, seen_then = (
        with_records(business, known, clock),
        with_records(business, then, yesterday),
    )
    now, before = (
        facts_of_customers(business, seen_now, clock),
        facts_of_customers(business, seen_then, yesterday),
    )
    types, only, too = attributes_of(business), today.late is Late.ONLY, today.late is Late.TOO
    return tuple(
        Party(
            each.key,
            Subject(
                country,
                declared,
                facts,
                earlier,
                seen(each.late if only else each.events, clock.day),
                types,
                business.event_types,
                seen(each.late, clock.day) if too else (),
            ),
        )
        for each, facts, earlier in zip(seen_now, now, before, strict=True)
    )


def attributes_of(business: Business) -> Mapping[str, Type]:
    """The type of every attribute that an event may have; a name has one type."""
    types = {"at": Type.MOMENT}
    for event_type in business.event_types.values():
        types |= {name: attribute.type for name, attribute in event_type.attributes.items()}
    return types


def itself(rule: Rule, today: PlainDay) -> tuple[Party, ...]:
    """The business, or each of its stores in order: nothing is known of them but the date."""
    nothing = Subject(today.business.country, today.business.facts, {}, {}, ())
    if rule.audience is Audience.BUSINESS:
        return (Party("", nothing),)
    stores = {person.store for person in today.staff.people if person.store is not None}
    return tuple(Party("", nothing, store) for store in sorted(stores))


def text_contexts(rule: Rule, party: Party, today: PlainDay) -> Iterator[TextContext]:
    """Every occasion the rule's trigger finds, with the facts its condition may ask for."""
    clock = clock_for(rule, today.clock)
    for occasion in occasions(rule.trigger, party.subject, clock):
        yield text_context(rule, party, _at(occasion, party.store), today)


def text_context(
    rule: Rule, party: Party, occasion: FoundOccasion, today: PlainDay
) -> TextContext:
    """One occasion of the rule, with what is known beside it."""
    business = today.business
    return TextContext(
        business,
        today.clock.day,
        occasion,
        facts={**party.subject.now, **_attributes(occasion)},
        types=_types(business, event_of(rule.trigger)),
        names={person.id: person.name for person in today.staff.people},
        store=party.store,
    )


def _at(occasion: FoundOccasion, store: str | None) -> FoundOccasion:
    return occasion if store is None else replace(occasion, key=f"{occasion.key}@{store}")


def _types(business: Business, event: str | None) -> Mapping[str, Type]:
    types = {name: type_of(fact) for name, fact in business.facts.items()}
    if event is not None:
        types["event.at"] = Type.MOMENT
        for name, attribute in business.event_types[event].attributes.items():
            types[f"event.{name}"] = attribute.type
    return types


def _attributes(occasion: FoundOccasion) -> Row:
    event = occasion.event or {}
    return {f"event.{name}": value for name, value in event.items()}
