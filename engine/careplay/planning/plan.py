"""A business and a date become a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from careplay.frozen import dataclass
from careplay.meaning.clock import amount_of, moved
from careplay.model.business import Business, Person
from careplay.model.conditions import AllOf, Condition, Known, facts_of
from careplay.model.facts import type_of
from careplay.model.parameters import at_work, require_values
from careplay.model.rules import Action, Due, Rule
from careplay.model.types import Type, Unit
from careplay.planning.announcements import announcements
from careplay.planning.clock import Clock, clock_on
from careplay.planning.columns import columns
from careplay.planning.conditions import literal
from careplay.planning.holds import holdings
from careplay.planning.needed import attributes_of, facts_step
from careplay.planning.occasions import Search, last_events, sought
from careplay.planning.passes.drop_known import drop_known
from careplay.planning.passes.drop_not_due import drop_not_due
from careplay.planning.passes.flatten import flatten
from careplay.planning.probes import Column, Kept, Standing, by_event
from careplay.planning.reasons import reasons, wants
from careplay.planning.roles import Team, team_on, turns
from careplay.planning.steps import (
    Facts,
    FromEvent,
    Match,
    Occasion,
    Plan,
    Scheduled,
    Told,
)
from careplay.planning.texts import filled


@dataclass(frozen=True, slots=True)
class Found:
    """A rule and the occasions it may find on the date."""

    rule: Rule
    occasions: tuple[Occasion, ...]


def plan(
    business: Business, day: date, people: Iterable[Person] = (), since: date | None = None
) -> Plan:
    """The plan of the date; ParameterError where a parameter has no value yet.

    ``since`` is the first day no run has looked at yet, the date itself unless told.
    """
    require_values(business, day)
    clock, team = clock_on(business, day, since), team_on(business.roles, people, day)
    search = _search(clock)
    found = _due_rules(search)
    occasions = tuple(dict.fromkeys(each for rule in found for each in rule.occasions))
    matches = tuple(_matches(found, occasions, types_of(business), clock))
    schedule, actions = tuple(_schedule(found, team, clock)), tuple(_told(found, clock))
    announced, left_open = announcements(matches, occasions, schedule, found_rules(found), team)
    wanted = columns(occasions, matches, schedule, actions, business)
    facts, held = facts_step(wanted, search.last.values(), clock), _held(clock)
    return Plan(
        business=business,
        day=day,
        since=clock.since,
        rules=found_rules(found),
        types=types_of(business),
        records=_records(occasions, (facts, held), business),
        facts=facts,
        occasions=occasions,
        matches=matches,
        schedule=schedule,
        actions=actions,
        announced=announced,
        left_open=left_open,
        acting=tuple(team.acting.items()),
        names=tuple({person.id: person.name for person in reversed(team.people)}.items()),
        people=team.people,
        held=held,
        holds=holdings(business.limits, types_of(business), clock),
    )


def types_of(business: Business) -> Mapping[str, Type]:
    """The type of every name a condition or a text may ask for."""
    facts = {name: type_of(fact) for name, fact in business.facts.items()}
    events = {f"event.{name}": kind for name, kind in attributes_of(business).items()}
    return {**events, "event.at": Type.MOMENT, **facts}


def _held(clock: Clock) -> Facts:
    """What the limits ask of every customer."""
    holds = holdings(clock.business.limits, types_of(clock.business), clock)
    names = dict.fromkeys(name for each in holds for name in facts_of(each.condition))
    return facts_step((Column(name) for name in names), (), clock)


def _records(
    occasions: Iterable[Occasion], facts: Iterable[Facts], business: Business
) -> tuple[Column, ...]:
    """The cases and stays that occasions and measures look at, as of each day asked.

    The stays of the date are found even where no rule asks: settling asks which changed.
    """
    probes = (occasion.probe for occasion in occasions)
    asked = {probe.event for probe in probes if isinstance(probe, Standing)}
    asked |= {*business.receptions}
    asked |= {step.event for each in facts for step in each.measured}
    known = (*business.flows, *business.receptions)
    days = (Column(name, ago) for name in known for ago in (0, 1))
    return tuple(column for column in days if str(column) in asked)


def found_rules(found: Iterable[Found]) -> tuple[Rule, ...]:
    """The rules alone."""
    return tuple(each.rule for each in found)


def _search(clock: Clock) -> Search:
    attributes = attributes_of(clock.business)
    triggers = (rule.trigger for rule in at_work(clock.business, clock.day))
    return Search(
        clock, clock.business.facts, attributes, last_events(triggers, attributes, clock)
    )


def _due_rules(search: Search) -> tuple[Found, ...]:
    rules = at_work(search.clock.business, search.clock.day)
    found = (Found(rule, drop_not_due(sought(rule.trigger, search))) for rule in rules)
    return tuple(each for each in found if each.occasions)


def _matches(
    found: Iterable[Found],
    occasions: tuple[Occasion, ...],
    types: Mapping[str, Type],
    clock: Clock,
) -> Iterator[Match]:
    places = {occasion: index for index, occasion in enumerate(occasions)}
    for index, each in enumerate(found):
        for occasion in each.occasions:
            condition = literal(each.rule.condition, types, clock)
            asked: Condition = condition
            if isinstance(occasion.probe, Kept):
                asked = AllOf((Known(occasion.probe.calendar), condition))
            why = reasons(condition, occasion.own)
            yield Match(
                index,
                places[occasion],
                each.rule.audience,
                drop_known(flatten(asked)),
                why,
                wants(asked),
            )


def _schedule(found: Iterable[Found], team: Team, clock: Clock) -> Iterator[Scheduled]:
    for rule, each in enumerate(found):
        for index, action in enumerate(each.rule.actions):
            told = any(by_event(one.probe) for one in each.occasions)
            due = _due(action.due, clock, told=told)
            yield Scheduled(
                rule, index, due, turns(action.to, team), _not_to(action, told=told)
            )


def _not_to(action: Action, *, told: bool) -> str:
    """Where no event gives the occasion, its attributes name nobody."""
    return action.not_to if told or not action.not_to.startswith("event.") else ""


def _due(due: Due, clock: Clock, *, told: bool) -> datetime | int | FromEvent:
    """By when; ``told`` where an event gives the occasion."""
    if due.of:
        return _counted(due, clock) if told else datetime.combine(clock.day, due.by)
    if due.span.unit is not Unit.HOURS:
        day = moved(clock.day, due.span, clock)
        return datetime.combine(max(day, clock.day) if due.not_before_today else day, due.by)
    hours = amount_of(due.span, clock)
    start = datetime.combine(clock.day, time.min)
    return hours if told else start + timedelta(hours=hours)


def _counted(due: Due, clock: Clock) -> FromEvent:
    return FromEvent(
        f"event.{due.of}",
        amount_of(due.span, clock),
        due.span.unit,
        due.by,
        otherwise=datetime.combine(clock.day, due.by),
        earliest=clock.day if due.not_before_today else None,
    )


def _told(found: Iterable[Found], clock: Clock) -> Iterator[Told]:
    for each in found:
        for action in each.rule.actions:
            text = filled(action.text, each.occasions, clock)
            reason = filled(action.reason, each.occasions, clock)
            yield Told(action, text, reason, _checklist(action, clock))


def _checklist(action: Action, clock: Clock) -> tuple[str, ...]:
    """The checklist and, at its end, whichever of those that take turns has its turn."""
    if not action.rotate:
        return action.checklist
    turn = clock.day.toordinal() % len(action.rotate)
    return (*action.checklist, action.rotate[turn])
