"""On which day the last event must lie, whose absence is noticed on the date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from careplay.meaning.clock import amount_of, changes_of, moved
from careplay.model.conditions import Condition
from careplay.model.facts import Aggregate
from careplay.model.triggers import (
    Absent,
    Trigger,
)
from careplay.model.types import Span, Type, Unit
from careplay.planning.clock import BusinessClock, coming, repeated, starts
from careplay.planning.conditions import in_flat_literals
from careplay.planning.fact_steps import Measured
from careplay.planning.probes import (
    Column,
    Days,
    Listed,
    Stepped,
)


def last_events(
    triggers: Iterable[Trigger], attributes: Mapping[str, Type], clock: BusinessClock, ago: int
) -> Mapping[tuple[str, Condition], Measured]:
    """A step for each kind of event that is watched, no further back than it may lie."""
    found: dict[tuple[str, Condition], Measured] = {}
    for trigger in triggers:
        if isinstance(trigger, Absent):
            key = (trigger.event, in_flat_literals(trigger.where, attributes, clock))
            since = _earliest(quiet(trigger, clock), clock)
            if key in found:
                seen = found[key].since
                since = None if seen is None or since is None else min(seen, since)
            found[key] = _last(*key, since, clock.day)
    numbered = enumerate(found.items(), start=1)
    return {
        key: replace(step, column=Column(f"last {step.event} #{number}", ago))
        for number, (key, step) in numbered
    }


def _earliest(days: Days, clock: BusinessClock) -> date | None:
    return min(days.dates, default=clock.day) if isinstance(days, Listed) else None


def _last(event: str, where: Condition, since: date | None, until: date) -> Measured:
    return Measured(Column(""), Aggregate.LATEST, event, Type.MOMENT, None, where, since, until)


def due(span: Span, clock: BusinessClock) -> Listed:
    """The days so long before the date."""
    return Listed(coming(span, clock))


def quiet(trigger: Absent, clock: BusinessClock) -> Days:
    """The dates of a last event whose absence is noticed on the date."""
    span, again = trigger.span, trigger.again
    once = due(span, clock)
    if again is None or (step := amount_of(again, clock)) < 1:
        return once
    if trigger.times is None:
        return _endless(span, again, clock)
    days_due = (
        starts(clock.day, step * k, again.unit, clock) for k in range(1, trigger.times + 1)
    )
    count = amount_of(span, clock)
    found = (
        start
        for days in days_due
        for day in days
        for start in starts(day, count, span.unit, clock)
    )
    return Listed(tuple(sorted({*once.dates, *found})))


def _endless(span: Span, again: Span, clock: BusinessClock) -> Days:
    whole_days = {Unit.DAYS: 1, Unit.WEEKS: 7}
    steady = not changes_of(span, clock)
    if span.unit not in whole_days or again.unit not in whole_days or not steady:
        return Listed(tuple(sorted({*coming(span, clock), *repeated(span, again, clock)})))
    latest = moved(clock.day, span, clock, times=-1)
    return Stepped(latest, amount_of(again, clock) * whole_days[again.unit])
