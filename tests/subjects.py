"""Customers as a programme asks about them, with what SQL finds of them found in Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest

from careplay.engines.durable.deciding.customers import Customers
from careplay.engines.durable.deciding.programmes import guards, programme, searches
from careplay.engines.durable.judging.plainly import PlainJudge
from careplay.engines.durable.programme import (
    Answer,
    CustomerValues,
    OccasionEvent,
    Programme,
    Questions,
)
from careplay.engines.durable.tasks import Answering
from careplay.engines.plain.cases import (
    Party,
    PlainDay,
    attributes_of,
    customers,
    text_contexts,
)
from careplay.engines.plain.deciding import deciding_facts as decided_by, wanted
from careplay.engines.plain.events import key_in
from careplay.engines.plain.facts import customers_of
from careplay.engines.plain.holds import active_holds
from careplay.engines.plain.occasions import fact_of
from careplay.engines.plain.run import whole_condition
from careplay.engines.sql.occasions import occasion_column
from careplay.meaning.clock import clock_of
from careplay.meaning.events import moment_of
from careplay.meaning.owners import Staff
from careplay.meaning.truth import Row, truth
from careplay.model import words
from careplay.model.business import Business
from careplay.model.conditions import ALWAYS
from careplay.model.facts import type_of
from careplay.model.rules import Audience, Rule
from careplay.model.types import Scalar
from careplay.planning import Plan, plan
from careplay.planning.clock import clock_on
from careplay.planning.fact_steps import DerivedStep, Facts, Measured, Ranked
from careplay.planning.needed import facts_step
from careplay.planning.probes import (
    Column,
    Dated,
    Days,
    Happened,
    Kept,
    Listed,
    Probe,
    Standing,
    Yearly,
)
from careplay.sources.loaded import Loaded
from careplay.sources.rows import rows

Told = tuple[str, str, int | None, bool, tuple[str, ...]]
"""The rule, the customer, its event (by identity), whether it acts; why, or what it wants."""


@dataclass(frozen=True)
class Asked:
    """A day of a business, as it is asked of every customer."""

    today: PlainDay
    plan: Plan
    rules: tuple[Rule, ...]
    """The rules of the business of which something is asked."""
    programme: Programme
    parties: tuple[Party, ...]


def asked(business: Business, day: date, loaded: Loaded) -> Asked:
    """All that the plan of the day asks; everything is told that the strata find."""
    made = plan(business, day, loaded.people)
    whole = replace(made, facts=together(made.facts, made.held))
    return _asked(whole, business, loaded)


def concluding(business: Business, day: date, loaded: Loaded) -> Asked:
    """Every fact of the day and the day before, whether a rule asks for it or not."""
    wanted = (Column(fact.name, ago) for fact in business.derived for ago in (0, 1))
    facts = facts_step(wanted, (), clock_on(business, day))
    types = {
        str(each.column): type_of(business.facts[each.column.fact]) for each in facts.steps
    }
    made = plan(business, day, loaded.people)
    return _asked(replace(made, facts=facts, types={**made.types, **types}), business, loaded)


def _asked(made: Plan, business: Business, loaded: Loaded) -> Asked:
    clock = clock_of(business, made.day, made.day)
    today = PlainDay(business, clock, Staff(business.roles, loaded.people, made.day))
    found = [str(step.column) for step in _derived(made)]
    parties = customers(today, customers_of(*rows(loaded)))
    due = {named.id for named in made.rules}
    rules = tuple(rule for rule in business.rules if rule.id in due)
    return Asked(today, made, rules, programme(made, _known(made), found), parties)


def together(first: Facts, second: Facts) -> Facts:
    """The facts of both, each once."""
    strata = zip_longest(first.strata, second.strata, fillvalue=())
    return Facts(
        tuple(dict.fromkeys((*first.told, *second.told))),
        tuple(dict.fromkeys((*first.measured, *second.measured))),
        tuple(tuple(dict.fromkeys((*one, *other))) for one, other in strata),
    )


def answered(given: Asked, answer: Answering | None = None) -> list[Answer]:
    """What is decided about each customer; by plain unless told."""
    decide = answer or Customers(given.programme).plainly()
    return [decide(_subject(n, party, given)) for n, party in enumerate(given.parties)]


def by_programme(given: Asked, answers: Sequence[Answer]) -> list[Told]:
    """What acts and what is open, in an order of its own."""
    found: list[Told] = []
    for party, answer in zip(given.parties, answers, strict=True):
        for each in answer.given:
            event = id(party.subject.events[each.hit - 1]) if each.hit else None
            for number in each.matches:
                match = given.plan.matches[abs(number) - 1]
                rule = given.plan.rules[match.rule].id
                why = _reasons(number, each.guards, given.plan)
                wants = (fact for open_, fact in each.wants if open_ == -number)
                facts = why if number > 0 else tuple(sorted(wants))
                found.append((rule, party.key, event, number > 0, facts))
    return sorted(found, key=repr)


def by_plain(given: Asked) -> list[Told]:
    """The same as the plain engine finds it."""
    found: list[Told] = []
    clock = given.today.clock
    for rule in given.rules:
        for party in given.parties if rule.audience is Audience.CUSTOMERS else ():
            for case in text_contexts(rule, party, given.today):
                condition = whole_condition(rule.condition, case.occasion)
                holding = truth(condition, case.facts, clock)
                event = None if case.occasion.event is None else id(case.occasion.event)
                own = fact_of(rule.trigger)
                if holding:
                    names = decided_by(rule.condition, case.facts, clock)
                    why = tuple(name for name in names if name != own)
                    found.append((rule.id, party.key, event, True, why))
                elif holding is None:
                    open_ = tuple(sorted(wanted(condition, case.facts, clock)))
                    found.append((rule.id, party.key, event, False, open_))
    return sorted(found, key=repr)


def concluded_plainly(given: Asked) -> list[tuple[Scalar | None, ...]]:
    """What the plain engine finds of what the strata conclude."""
    names = given.programme.concluded
    columns = {str(step.column): step.column for step in _derived(given.plan)}
    return [
        tuple(_fact(columns[name], party, given.plan) for name in names)
        for party in given.parties
    ]


def holds_plainly(given: Asked) -> list[tuple[int, ...]]:
    """The holds that are true by the plain engine, by their places."""
    limits, clock = given.today.business.limits, given.today.clock
    names = [(each.kind, each.name) for each in given.plan.holds]
    return [
        tuple(
            sorted(names.index(hold) for hold in active_holds(limits, party.subject.now, clock))
        )
        for party in given.parties
    ]


def _reasons(number: int, true: Sequence[tuple[int, int]], made: Plan) -> tuple[str, ...]:
    match = made.matches[abs(number) - 1]
    guarded = iter(range(len(guards(match))))
    return tuple(
        reason.fact
        for reason in match.reasons
        if reason.guard == ALWAYS or (number, next(guarded)) in true
    )


def _derived(made: Plan) -> Iterator[DerivedStep]:
    for stratum in made.facts.strata:
        yield from (step for step in stratum if not isinstance(step, Ranked))


def _known(made: Plan) -> tuple[str, ...]:
    ranked = (s for stratum in made.facts.strata for s in stratum if isinstance(s, Ranked))
    measured = (str(step.column) for step in made.facts.measured)
    dated = (
        occasion_column(number)
        for number, occasion in enumerate(made.occasions)
        if isinstance(occasion.probe, Dated | Kept)
    )
    return (*made.facts.told, *measured, *(str(step.column) for step in ranked), *dated)


def _subject(row: int, party: Party, given: Asked) -> CustomerValues:
    made, names = given.plan, given.programme.names
    dated = {
        occasion_column(number): _is_found(occasion.probe, party, made)
        for number, occasion in enumerate(made.occasions)
        if isinstance(occasion.probe, Dated | Kept)
    }
    columns = {str(column): column for column in _columns(made)}
    values = tuple(
        dated[name] if name in dated else _fact(columns[name], party, made) for name in names
    )
    return CustomerValues(row, party.key, values, tuple(_events(party, given)))


def _columns(made: Plan) -> Iterator[Column]:
    yield from (Column(name) for name in made.facts.told)
    yield from (step.column for step in made.facts.measured)
    yield from (step.column for stratum in made.facts.strata for step in stratum)


def _fact(column: Column, party: Party, made: Plan) -> Scalar | None:
    """A last event that is watched has a column of its own."""
    for step in made.facts.measured:
        if step.column == column and column.fact.startswith("last "):
            return max(map(moment_of, _measured(step, party)), default=None)
    return (party.subject.before if column.ago else party.subject.now)[column.fact]


def _measured(step: Measured, party: Party) -> Iterator[Row]:
    where = Questions(0, (step.where,))
    for row in party.subject.events:
        held = row["type"] == step.event and PlainJudge().holding(where, row)
        if held and (step.since is None or moment_of(row).date() >= step.since):
            yield row


def _events(party: Party, given: Asked) -> Iterator[OccasionEvent]:
    for hit, row in enumerate(party.subject.events, start=1):
        for place, numbers in enumerate(searches(given.plan)):
            probe = given.plan.occasions[numbers[0]].probe
            assert isinstance(probe, Happened | Standing)
            if row["type"] == probe.event and _falls(probe, row):
                told = (row.get(n.removeprefix("event.")) for n in given.programme.attributes)
                yield OccasionEvent(hit, place, _key(probe, row, party, given), tuple(told))


def _falls(probe: Happened | Standing, row: Row) -> bool:
    return isinstance(probe, Standing) or _among(row[probe.attribute or "at"], probe.days)


def _key(probe: Happened | Standing, row: Row, party: Party, given: Asked) -> str:
    if isinstance(probe, Happened):
        return key_in(row, party.subject)
    types = attributes_of(given.today.business)
    values = ((row.get(name), types[name]) for name in probe.key)
    told = ("" if value is None else words.plain(value, kind) for value, kind in values)
    return probe.begins + "/".join(told)


def _is_found(probe: Probe, party: Party, made: Plan) -> bool:
    match probe:
        case Dated(column, days):
            return _among(_fact(column, party, made), days)
        case Kept(column, calendar, solar, lunar):
            told, kept = _fact(column, party, made), party.subject.now[calendar.fact]
            return (kept != "lunar" and _among(told, solar)) or (
                kept != "solar" and _among(told, lunar)
            )
        case _:
            raise AssertionError(probe)


def _among(value: Scalar | None, days: Days) -> bool:
    if not isinstance(value, date):
        return False
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(days, Listed):
        return day in days.dates
    if isinstance(days, Yearly):
        return (day.month, day.day) in days.days and day.year < days.year
    return day <= days.latest and (days.latest - day).days % days.every == 0
