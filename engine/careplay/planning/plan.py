"""A business and a date become a plan: what is known, asked, told and settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from careplay.calendars.zones import changing
from careplay.frozen import compared_fields
from careplay.meaning.approving import with_approvers
from careplay.meaning.days import as_remembered
from careplay.meaning.events import INSTANT
from careplay.model.business import Business, Person
from careplay.model.conditions import facts_of
from careplay.model.facts import type_of
from careplay.model.parameters import require_values
from careplay.model.types import Type
from careplay.planning.action_steps import Scheduled
from careplay.planning.announcements import announcements
from careplay.planning.asked import RuleOccasion, asked_again, rule_occasions
from careplay.planning.clock import BusinessClock
from careplay.planning.columns import columns, columns_by_name
from careplay.planning.days import days_looked_at
from careplay.planning.doing import Doing
from careplay.planning.fact_steps import Facts
from careplay.planning.holds import holdings
from careplay.planning.needed import attributes_in, attributes_of, facts_step
from careplay.planning.occasions import search_on
from careplay.planning.possible import EventDays, possible
from careplay.planning.probes import Column
from careplay.planning.recall import Before
from careplay.planning.records import records
from careplay.planning.remembering import recalling
from careplay.planning.returning import comes_back
from careplay.planning.settling import settling
from careplay.planning.steps import Match, Named, Occasion, Plan, Read

FIRST_RUN = Before()


def plan(
    business: Business,
    day: date,
    people: Iterable[Person] = (),
    before: Before = FIRST_RUN,
    days: EventDays | None = None,
) -> Plan:
    """The plan of the date; ParameterError where a parameter has no value yet.

    What rules catch up with, of days that no run has looked at, is a part of it. What no
    event of ``days`` can give is not; None: whatever the data may give is.
    """
    staff, since = tuple(people), before.last_run or day
    business = with_approvers(as_remembered(business, told=before.earlier), staff)
    require_values(business, day)
    looked_at = days_looked_at(business, day, since, staff, before.late)
    clock, types = looked_at[0].clock, types_of(business)
    searches = [search_on(each, before) for each in looked_at]
    today = looked_at[0]
    back = comes_back(before.returning, today) if before.earlier else ()
    every = (
        *rule_occasions(looked_at, searches, types),
        *asked_again(back, today, types),
    )
    found = possible(every, business, days)
    rules = _rules(found, business)
    todo = _todo(found, rules)
    occasions = tuple(dict.fromkeys(one.occasion for one in found))
    matches = tuple(_matches(found, rules, occasions, todo))
    schedule = tuple(
        Scheduled(rule, each.index, each.due, each.turns, each.not_to, each.failed)
        for rule, each in todo
    )
    actions = tuple(each.told for _, each in todo)
    teams = {each.ago: each.team for each in looked_at}
    announced, left_open = announcements(matches, occasions, schedule, teams)
    # What changed since the day before is asked of that day as well.
    agos = {each.ago + back for each in looked_at for back in (0, 1)}
    by_name = columns_by_name(business, agos)
    wanted = columns(occasions, matches, schedule, actions, by_name)
    last = (step for each in searches for step in each.last.values())
    facts, held = facts_step(wanted, last, clock), _held(clock)
    return Plan(
        business=business.id,
        language=business.language,
        zone=clock.zone,
        day=day,
        reads=tuple(_reads(business)),
        recall=recalling(business, before, today, since),
        rules=tuple(rules.values()),
        types=_with_columns(types, (facts, held)),
        event_types=business.event_types,
        records=records((one.occasion for one in every), (facts, held), clock, days),
        facts=facts,
        occasions=occasions,
        matches=matches,
        schedule=schedule,
        actions=actions,
        announced=announced,
        left_open=left_open,
        names=tuple({person.id: person.name for person in reversed(staff)}.items()),
        held=held,
        holds=holdings(business.limits, types, clock),
        settling=settling(business, today, staff, before, since),
        former_keys=before.former_keys,
        late_told=before.late_told,
    )


def types_of(business: Business) -> Mapping[str, Type]:
    """The type of every name a condition or a text may ask for."""
    facts = {name: type_of(fact) for name, fact in business.facts.items()}
    events = {f"event.{name}": kind for name, kind in attributes_of(business).items()}
    passing = {f"event.{INSTANT}": Type.MOMENT} if changing(business.timezone) else {}
    return {**events, **passing, "event.at": Type.MOMENT, **facts}


def _reads(business: Business) -> Iterator[Read]:
    """The tables, in the order in which they are read."""
    in_data = {name: each for name, each in business.event_types.items() if not each.record}
    if business.staff is not None:
        yield Read("staff", business.staff.location, compared_fields(Person))
    facts = (business.key, *business.declared)
    told = f"events of type {business.customers.of}" if business.customers.of else ""
    yield Read("customers", told or business.customers.location, facts)
    files = [each.table.location for each in business.events.parts]
    where = ", ".join(files) or business.events.location
    yield Read("events", where, tuple(attributes_in(in_data)))


def _with_columns(types: Mapping[str, Type], facts: Iterable[Facts]) -> Mapping[str, Type]:
    """The types, with those of what was found as of earlier days, and of last events."""
    found = {
        str(step.column): types.get(step.column.fact, Type.MOMENT)
        for each in facts
        for step in each.steps
    }
    return {**types, **found}


def _held(clock: BusinessClock) -> Facts:
    """What the limits ask of every customer."""
    holds = holdings(clock.business.limits, types_of(clock.business), clock)
    names = dict.fromkeys(name for each in holds for name in facts_of(each.condition))
    return facts_step((Column(name) for name in names), (), clock)


def _rules(found: Iterable[RuleOccasion], business: Business) -> Mapping[str, Named]:
    """The rules that may find an occasion, in order, by id."""
    due = {one.rule.id for one in found}
    return {
        rule.id: Named(
            rule.id,
            rule.playbook,
            rule.title,
            rule.source,
            place,
            rule.first_id,
            rule.item,
        )
        for place, rule in enumerate(business.rules)
        if rule.id in due
    }


def _todo(
    found: Iterable[RuleOccasion], rules: Mapping[str, Named]
) -> Sequence[tuple[int, Doing]]:
    """What the rules ask to be done, each once, with the number of the rule."""
    number = {rule: index for index, rule in enumerate(rules)}
    todo = ((number[one.rule.id], each) for one in found for each in one.doing)
    return sorted(dict.fromkeys(todo), key=lambda each: each[0])


def _matches(
    found: Iterable[RuleOccasion],
    rules: Mapping[str, Named],
    occasions: Iterable[Occasion],
    todo: Iterable[tuple[int, Doing]],
) -> Iterator[Match]:
    number = {rule: index for index, rule in enumerate(rules)}
    place = {occasion: index for index, occasion in enumerate(occasions)}
    action = {each: index for index, each in enumerate(todo)}
    for one in found:
        rule = number[one.rule.id]
        yield Match(
            rule,
            place[one.occasion],
            one.rule.audience,
            one.condition,
            one.reasons,
            one.wants,
            tuple(action[rule, each] for each in one.doing),
            one.ago,
            one.several,
        )
