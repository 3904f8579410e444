"""Rules that only look on: they act wherever another finds an occasion, and tell what it sees.

What a condition sees is asked of the engine that runs the day, by rules like any other, so
that nothing is worked out a second time: an onlooker's condition is true of every occasion,
and its ``because`` names each fact that the rule's own condition asks about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.conditions import facts_of
from careplay.model.facts import Aggregate, Calendar, Declared, Derived, Measure, parts_of
from careplay.model.limits import Limits
from careplay.model.rules import Audience, CatchUp, Rule
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Happens,
    Leaves,
    OfCalendar,
    OfEvent,
    OfFact,
    Stands,
    Trigger,
)
from careplay.model.types import Type
from careplay.pipeline.beside import facts_rule, nothing, seeing

MARK, EVENT = "#", "event."


@dataclass(frozen=True, slots=True)
class Onlookers:
    """The rules that are explained, and the names of what was looked for beside them."""

    rules: tuple[Rule, ...]
    last: Mapping[OfEvent, str]
    """The measure that tells the last date of each kind of event that is waited for."""
    facts: tuple[str, ...] = ()
    """What is told of customers besides that which the rules ask about."""

    def business(self, known: Business) -> Business:
        """The business of the onlookers, without memory of its own and without limits."""
        to = next(action.to for rule in self.rules for action in rule.actions)
        looking = [_onlooker(rule, to) for rule in self.rules]
        measures = tuple(_last(name, of, known) for of, name in self.last.items())
        besides = (part for name in self.facts for part in _with_parts(name, known))
        names = dict.fromkeys((*asked_of(self.rules, known), *besides, *self.last.values()))
        return replace(
            known,
            rules=(facts_rule(names, to), *looking),
            derived=(*known.derived, *measures),
            limits=Limits(),
        )


def onlookers(rules: Iterable[Rule]) -> Onlookers:
    """Those of the rules, which are for customers."""
    chosen = tuple(rules)
    assert all(rule.audience is Audience.CUSTOMERS for rule in chosen)  # noqa: S101
    waited = dict.fromkeys(of for rule in chosen if (of := events_of(rule.trigger)))
    return Onlookers(chosen, {of: f"{MARK}last {n}" for n, of in enumerate(waited)})


def events_of(trigger: Trigger) -> OfEvent | None:
    """The events that the trigger waits for, or for want of which it acts."""
    match trigger:
        case Anniversary(OfEvent() as of) | After(OfEvent() as of):
            return of
        case Happens(event, where) | Absent(event, where=where):
            return OfEvent(event, None, where)
        case Anniversary() | After() | Stands() | OfCalendar():
            return None
        case Enters() | Leaves() | Crosses():
            return None


def fact_of(trigger: Trigger) -> str | None:
    """The fact that the trigger looks at."""
    match trigger:
        case Anniversary(OfFact(fact)) | After(OfFact(fact)):
            return fact
        case Enters(fact) | Leaves(fact) | Crosses(fact):
            return fact
        case Anniversary() | After() | Absent() | Happens() | Stands() | OfCalendar():
            return None


def asked_of(rules: Iterable[Rule], business: Business) -> tuple[str, ...]:
    """The facts that the rules ask about, and those which these are made of, each once."""
    found: dict[str, None] = {}
    for rule in rules:
        for name in facts_of(rule.condition):
            found |= dict.fromkeys(_with_parts(name, business))
        found |= dict.fromkeys(trigger_facts(rule.trigger, business))
    return tuple(found)


def trigger_facts(trigger: Trigger, business: Business) -> Iterator[str]:
    """The facts that the trigger looks at: what they are made of, and by which calendar."""
    own = fact_of(trigger)
    if own is None:
        return
    yield from _with_parts(own, business)
    fact = business.facts[own]
    if isinstance(fact, Declared) and not isinstance(fact.calendar, Calendar):
        yield fact.calendar


def _with_parts(name: str, business: Business) -> Iterator[str]:
    if name.startswith(EVENT):
        return
    yield name
    fact = business.facts[name]
    if isinstance(fact, Derived):
        for part in parts_of(fact):
            yield from _with_parts(part, business)


def _onlooker(rule: Rule, to: str) -> Rule:
    return replace(
        rule,
        id=f"{MARK}{rule.id}",
        actions=(nothing(to),),
        condition=seeing(facts_of(rule.condition)),
        once=None,
        catch_up=CatchUp.SKIP,
        was=(),
        step="",
    )


def _last(name: str, of: OfEvent, business: Business) -> Measure:
    """The last date of such events."""
    attributes = business.event_types[of.event].attributes
    kind = attributes[of.attribute].type if of.attribute else Type.MOMENT
    return Measure(name, Aggregate.LATEST, of.event, kind, of.attribute, of.where)
