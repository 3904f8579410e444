"""The years whose working days are assumed, as far as a date's actions hang on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import lru_cache

from careplay.calendars.working_time import DeadlineClock, deadline_clock
from careplay.frozen import compared_fields
from careplay.meaning.clock import Clock, amount_of, clock_of
from careplay.meaning.versions import in_numbers
from careplay.model.business import Business
from careplay.model.facts import Derived, Measure
from careplay.model.flows import Flow
from careplay.model.parameters import at_work
from careplay.model.rules import Rule
from careplay.model.triggers import Absent, After
from careplay.model.types import Span, Unit

BY_HOURS = (Unit.MINUTES, Unit.HOURS)


def assumed_years(business: Business, day: date) -> Iterator[tuple[str, str, int]]:
    """Facts, rules and flows, by kind and name, with each unpublished year that they count."""
    clock = clock_of(business, day)
    for kind, name, years in _counted(business, clock):
        for year in sorted(set(years)):
            if not clock.working.published(year):
                yield kind, name, year


def _counted(business: Business, clock: Clock) -> Iterator[tuple[str, str, Iterable[int]]]:
    for fact in business.derived:
        yield "facts", fact.name, _years(fact, clock)
    for rule in at_work(business, clock.day):
        yield "rules", rule.id, _years(rule, clock)
    for name, flow in business.flows.items():
        yield "flows", name, _years_of_flow(in_numbers(flow, clock), clock)


def _years(user: Rule | Derived, clock: Clock) -> Iterator[int]:
    """The years between the date and the days that the user's working-day spans lead to."""
    for span, backward in _working_days(user):
        amount = amount_of(span, clock)
        reached = clock.working.add(clock.day, -amount if backward else amount)
        yield from range(min(clock.day, reached).year, max(clock.day, reached).year + 1)


@lru_cache(maxsize=4096)
def _working_days(user: Rule | Derived) -> tuple[tuple[Span, bool], ...]:
    """Its spans in working days, looked for once for all days: few rules have any."""
    return tuple(_spans(user, backward=isinstance(user, Measure)))


def _spans(value: object, *, backward: bool) -> Iterator[tuple[Span, bool]]:
    """Every span in working days; backward where it leads to the date and not from it."""
    if isinstance(value, Span):
        if value.unit is Unit.WORKING_DAYS:
            yield value, backward
    elif isinstance(value, tuple):
        for part in value:
            yield from _spans(part, backward=backward)
    else:
        for name in compared_fields(type(value)):
            leads_here = isinstance(value, After | Absent) and name in {"span", "again"}
            yield from _spans(getattr(value, name), backward=backward or leads_here)


def _years_of_flow(flow: Flow, clock: Clock) -> Iterator[int]:
    """The years that are counted of a case that comes to a step, or begins, on the date."""
    own, working = clock.working.own, flow.working
    going = deadline_clock(
        clock.working.country, clock.hours, working=working, own=own, zone=clock.zone
    )
    for version in flow.versions:
        ways = [(None if step.of_start else step.after, step.within) for step in version.steps]
        ways += [(version.goal.within, None)] if version.goal else []
        for way in ways:
            for late in version.late or (None,):
                yield from _years_on_the_way((*way, late), going, clock)


def _years_on_the_way(
    spans: Iterable[Span | None], going: DeadlineClock, clock: Clock
) -> Iterator[int]:
    """The years in which spans are counted, each from where the one before leads to."""
    at = datetime.combine(clock.day, time.max)
    for span in spans:
        amount = 0 if span is None else amount_of(span, clock)
        if span is None or amount <= 0:
            continue
        reached = going.deadline(at, amount, span.unit.value).at
        if span.unit is Unit.WORKING_DAYS or (going.working and span.unit in BY_HOURS):
            yield from range(at.year, reached.year + 1)
        at = reached
