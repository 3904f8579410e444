"""Which facts a day's rules need, and of which day; each as a step of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from careplay.meaning.clock import moved
from careplay.model.business import Business, EventType
from careplay.model.facts import (
    Decision,
    Derived,
    Measure,
    Segment,
    Tier,
    Top,
    parts_of,
    type_of,
)
from careplay.model.types import Types
from careplay.planning.clock import BusinessClock, days_before
from careplay.planning.columns import names_beside
from careplay.planning.conditions import in_flat_literals
from careplay.planning.fact_steps import DerivedStep as Step, Facts, Held, Measured, Ranked
from careplay.planning.probes import Column
from careplay.planning.tables import decided


def facts_step(
    wanted: Iterable[Column], last: Iterable[Measured], clock: BusinessClock
) -> Facts:
    """The facts relation: the columns wanted and all those they are made of."""
    asked = tuple(wanted)
    needed = _closure(asked, clock)
    told = tuple(name for name in clock.business.declared if Column(name) in needed)
    agos = {column.ago for column in needed}
    of_day = {0: clock} | {ago: days_before(clock, ago) for ago in agos if ago}
    moments = sorted({(column.ago, column.as_known) for column in needed})
    columns = [
        (fact, column)
        for fact in clock.business.derived
        for column in (Column(fact.name, *moment) for moment in moments)
        if column in needed
    ]
    measured = (
        _measured(fact, column, of_day[column.ago])
        for fact, column in columns
        if isinstance(fact, Measure)
    )
    absences = (step for step in last if step.column in needed)
    ranked = ((f, column) for f, column in columns if not isinstance(f, Measure))
    return Facts(told, (*measured, *absences), _strata(ranked, of_day))


def attributes_of(business: Business) -> Types:
    """The type of every attribute that events may have."""
    return attributes_in(business.event_types)


def attributes_in(event_types: Mapping[str, EventType]) -> Types:
    """The type of every attribute of any of the event types, in order of first appearance."""
    return {
        name: attribute.type
        for event in event_types.values()
        for name, attribute in event.attributes.items()
    }


def _strata(
    columns: Iterable[tuple[Derived, Column]], of_day: Mapping[int, BusinessClock]
) -> tuple[tuple[Step, ...], ...]:
    """The steps by how many others each rests on; the business lists facts in that order."""
    levels: dict[Column, int] = {}
    steps: dict[int, list[Step]] = {}
    types = {fact.name: type_of(fact) for fact in of_day[0].business.facts.values()}
    for fact, column in columns:
        made_of = (_beside(column, name, of_day[0]) for name in parts_of(fact))
        level = 1 + max((levels.get(part, -1) for part in made_of), default=-1)
        levels[column] = level
        steps.setdefault(level, []).append(_step(fact, column, types, of_day[column.ago]))
    return tuple(tuple(steps[level]) for level in sorted(steps))


def _beside(column: Column, name: str, clock: BusinessClock) -> Column:
    """Told facts have no history: they are the same columns for every day."""
    return names_beside(column, clock.business).of(name)


def _closure(wanted: Iterable[Column], clock: BusinessClock) -> frozenset[Column]:
    derived = {fact.name: fact for fact in clock.business.derived}
    needed: set[Column] = set()
    waiting = list(wanted)
    while waiting:
        column = waiting.pop()
        if column not in needed:
            needed.add(column)
            fact = derived.get(column.fact)
            names = parts_of(fact) if fact else ()
            waiting += [_beside(column, name, clock) for name in names]
    return frozenset(needed)


def _measured(measure: Measure, column: Column, clock: BusinessClock) -> Measured:
    since: date | None = None
    if measure.within is not None:
        since = moved(clock.day, measure.within, clock, times=-1)
    business = clock.business
    where = in_flat_literals(measure.where, attributes_of(business), clock)
    recorded = measure.event in business.flows or measure.event in business.receptions
    event = str(replace(column, fact=measure.event)) if recorded else measure.event
    return Measured(
        column, measure.aggregate, event, measure.type, measure.attribute, where, since,
        clock.day,
    )  # fmt: skip


def _step(fact: Derived, column: Column, types: Types, clock: BusinessClock) -> Step:
    match fact:
        case Segment(_, condition):
            names = names_beside(column, clock.business)
            return Held(column, names.condition(in_flat_literals(condition, types, clock)))
        case Tier(_, by, shares):
            cuts = tuple(_cumulative(shares))
            return Ranked(column, _beside(column, by, clock), cuts[:-1], shares[-1][0])
        case Top(_, share, by):
            return Ranked(column, _beside(column, by, clock), ((True, share),), rest=False)
        case Decision():
            return decided(fact, column, types, clock)
        case Measure():
            raise AssertionError("not a stratum")


def _cumulative(
    shares: tuple[tuple[str, Decimal], ...],
) -> Iterator[tuple[str | bool, Decimal]]:
    total = Decimal(0)
    for name, share in shares:
        total += share
        yield name, total
