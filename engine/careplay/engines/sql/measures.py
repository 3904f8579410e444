"""The measures: one grouped pass over the span of events that any of them looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from careplay.engines.sql.build import (
    FALSE,
    STAR,
    Query,
    Sql,
    among,
    both,
    call,
    called,
    cast,
    column,
    either,
    infix,
    negated,
    nested,
    select,
    table,
    union,
    value,
    where_only,
)
from careplay.engines.sql.conditions import ConditionColumns, holds
from careplay.engines.sql.days import since, until
from careplay.engines.sql.recorded import RECORDS, held_in, is_recorded
from careplay.engines.sql.unseen import is_unseen
from careplay.model.conditions import ALWAYS, facts_of
from careplay.model.facts import Aggregate
from careplay.model.types import DECIMALS, Type
from careplay.planning.fact_steps import Measured
from careplay.planning.steps import Plan
from careplay.sources.columns import KEY

NOT_SEEN = "#unseen"
"""The column that says whether the last run did not know of an event."""


def measures(plan: Plan, events: str) -> Query:
    """Every aggregate in one pass over the span of events that any of them looks at."""
    steps = plan.facts.measured
    asked = _types_since(steps)
    bounds = [
        either(*(_of_types(types, first) for first, types in asked.items())),
        until(column("at"), Type.MOMENT, max(step.until for step in steps)),
    ]
    firsts = [first for first in asked if first is not None]
    if len(asked) == len(firsts) > 1:
        # By this alone row groups of a file go unread.
        bounds.append(since(column("at"), Type.MOMENT, min(firsts)))
    return select(
        column(KEY),
        *(called(_aggregate(step, plan), str(step.column)) for step in steps),
        source=_source(plan, events),
        where=both(*bounds),
        group_by=[column(KEY)],
    )


def _types_since(steps: Sequence[Measured]) -> Mapping[date | None, Sequence[str]]:
    """The types of events by the day since which any measure looks at them; None: ever."""
    spans: dict[str, list[date | None]] = {}
    for step in steps:
        spans.setdefault(step.event, []).append(step.since)
    asked: dict[date | None, list[str]] = {}
    for event, firsts in sorted(spans.items()):
        known = [each for each in firsts if each is not None]
        asked.setdefault(min(known) if len(known) == len(firsts) else None, []).append(event)
    return asked


def _of_types(types: Sequence[str], first: date | None) -> Sql:
    of_types = among(column("type"), types)
    return (
        of_types if first is None else both(of_types, since(column("at"), Type.MOMENT, first))
    )


def _source(plan: Plan, events: str) -> Sql:
    """The events; with the records, where a measure looks at any."""
    steps = plan.facts.measured
    recorded = {is_recorded(step.event, plan) for step in steps}
    apart = any(_without_unseen(step, plan) for step in steps)
    if True not in recorded:
        told_apart = select(STAR, called(is_unseen(plan), NOT_SEEN), source=table(events))
        return nested(told_apart, "events") if apart else table(events)
    if False not in recorded:
        return table(RECORDS)
    flags = (called(is_unseen(plan), NOT_SEEN), called(FALSE, NOT_SEEN)) if apart else ()
    asked = {step.attribute or "at" for step in steps}
    asked |= {name for step in steps for name in facts_of(step.where)}
    told = dict.fromkeys((KEY, "type", "at", *sorted(asked)))
    first, second = (
        select(
            *(called(held_in(each, name, plan), name) for name in told),
            *flags[number : number + 1],
            source=table(each),
        )
        for number, each in enumerate((events, RECORDS))
    )
    return nested(union(first, second), "events")


def _aggregate(step: Measured, plan: Plan) -> Sql:
    told: Sql = column(step.attribute or "at")
    match step.aggregate:
        case Aggregate.COUNT:
            counted = call("count", column(step.attribute) if step.attribute else STAR)
            return _filtered(counted, step, plan)
        case Aggregate.SUM:
            return _filtered(call("sum", told), step, plan)
        case Aggregate.LATEST:
            return _filtered(call("max", told), step, plan)
        case Aggregate.EARLIEST:
            return _filtered(call("min", told), step, plan)
        case Aggregate.AVERAGE:
            return _average(step, plan)


def _average(step: Measured, plan: Plan) -> Sql:
    """Sum over count in whole millionths, halves away from zero."""
    attribute = step.attribute or "at"
    digits = DECIMALS[plan.types[f"event.{attribute}"]]
    shift = cast(value(10**6), "DECIMAL(7, 0)")
    total = cast(
        _filtered(call("sum", column(attribute)), step, plan), f"DECIMAL(38, {digits})"
    )
    millionths = cast(infix(total, "*", shift), "HUGEINT")
    count = _filtered(call("count", column(attribute)), step, plan)
    twice = infix(call("abs", millionths), "*", value(2))
    halves = infix(twice, "+", count)
    double = infix(count, "*", value(2))
    whole = infix(infix(halves, "//", double), "*", call("sign", total))
    return infix(
        cast(whole, "DECIMAL(38, 0)"),
        "*",
        cast(value(Decimal("0.000001")), "DECIMAL(7, 6)"),
    )


def _filtered(aggregate: Sql, step: Measured, plan: Plan) -> Sql:
    return where_only(aggregate, both(*_conditions(step, plan)))


def _conditions(step: Measured, plan: Plan) -> list[Sql]:
    """What an event must be; bounds that the whole pass keeps are not asked again."""
    steps = plan.facts.measured
    asked: list[Sql] = []
    if len({each.event for each in steps}) > 1:
        asked.append(among(column("type"), (step.event,)))
    if step.until != max(each.until for each in steps):
        asked.append(until(column("at"), Type.MOMENT, step.until))
    firsts = {each.since for each in steps if each.event == step.event}
    if step.since is not None and len(firsts) > 1:
        asked.append(since(column("at"), Type.MOMENT, step.since))
    if step.where != ALWAYS:
        asked.append(holds(step.where, attribute_columns(plan)))
    if _without_unseen(step, plan):
        asked.append(negated(column(NOT_SEEN)))
    return asked


def _without_unseen(step: Measured, plan: Plan) -> bool:
    """Whether it leaves out what came in late; records are found without it anyway."""
    return step.column.as_known and not is_recorded(step.event, plan)


def attribute_columns(plan: Plan) -> ConditionColumns:
    """Names as the conditions on an event's attributes mean them."""
    types = {
        fact.removeprefix("event."): kind
        for fact, kind in plan.types.items()
        if fact.startswith("event.")
    }
    return ConditionColumns(types, column)
