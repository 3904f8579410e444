"""A business and a date become a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from careplay.model.business import Business, Person
from careplay.model.conditions import AllOf, Condition, Known
from careplay.model.facts import type_of
from careplay.model.parameters import at_work, require_values
from careplay.model.rules import Due, Rule
from careplay.model.types import Type, Unit
from careplay.planning.announcements import announcements
from careplay.planning.clock import Clock, clock_on, length, moved
from careplay.planning.columns import columns
from careplay.planning.conditions import literal
from careplay.planning.needed import attributes_of, facts_step
from careplay.planning.occasions import Search, last_events, sought
from careplay.planning.passes.drop_known import drop_known
from careplay.planning.passes.drop_not_due import drop_not_due
from careplay.planning.passes.flatten import flatten
from careplay.planning.probes import Happened, Kept
from careplay.planning.reasons import reasons, wants
from careplay.planning.roles import Team, team_on, turns
from careplay.planning.steps import Match, Occasion, Plan, Scheduled, Told
from careplay.planning.texts import filled


@dataclass(frozen=True, slots=True)
class Found:
    """A rule and the occasions it may find on the date."""

    rule: Rule
    occasions: tuple[Occasion, ...]


def plan(business: Business, day: date, people: Iterable[Person] = ()) -> Plan:
    """The plan of the date; ParameterError where a parameter has no value yet."""
    require_values(business, day)
    clock, team = clock_on(business, day), team_on(business.roles, people, day)
    search = _search(clock)
    found = _due_rules(search)
    occasions = tuple(dict.fromkeys(each for rule in found for each in rule.occasions))
    matches = tuple(_matches(found, occasions, types_of(business), clock))
    schedule, actions = tuple(_schedule(found, team, clock)), tuple(_told(found, clock))
    announced, left_open = announcements(matches, occasions, schedule, found_rules(found), team)
    return Plan(
        business=business,
        day=day,
        rules=found_rules(found),
        types=types_of(business),
        facts=facts_step(
            columns(occasions, matches, schedule, actions, business),
            search.last.values(),
            clock,
        ),
        occasions=occasions,
        matches=matches,
        schedule=schedule,
        actions=actions,
        announced=announced,
        left_open=left_open,
        acting=tuple(team.acting.items()),
        names=tuple({person.id: person.name for person in reversed(team.people)}.items()),
    )


def types_of(business: Business) -> Mapping[str, Type]:
    """The type of every name a condition or a text may ask for."""
    facts = {name: type_of(fact) for name, fact in business.facts.items()}
    events = {f"event.{name}": kind for name, kind in attributes_of(business).items()}
    return {**events, "event.at": Type.MOMENT, **facts}


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
            by_event = any(isinstance(one.probe, Happened) for one in each.occasions)
            due = _due(action.due, clock, by_event=by_event)
            yield Scheduled(rule, index, due, turns(action.to, team))


def _due(due: Due, clock: Clock, *, by_event: bool) -> datetime | int:
    if due.span.unit is not Unit.HOURS:
        return datetime.combine(moved(clock.day, due.span, clock), due.by)
    hours = length(due.span, clock)
    start = datetime.combine(clock.day, time.min)
    return hours if by_event else start + timedelta(hours=hours)


def _told(found: Iterable[Found], clock: Clock) -> Iterator[Told]:
    for each in found:
        for action in each.rule.actions:
            text = filled(action.text, each.occasions, clock)
            yield Told(action, text, filled(action.reason, each.occasions, clock))
