"""Records: cases and stays as of a date, found anew from the events, beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from careplay.engines.sql.build import (
    FALSE,
    Query,
    Sql,
    called,
    cast,
    column,
    nested,
    select,
    star,
    table,
    union,
    value,
)
from careplay.engines.sql.records import flows, stays
from careplay.engines.sql.words import SQL_TYPES, missing
from careplay.model.business import Business
from careplay.planning.needed import attributes_of
from careplay.planning.probes import Column
from careplay.planning.steps import Plan
from careplay.sources.columns import attributes

RECORDS = "records"
FIXED = ("customer_id", "type", "at", "key")


def is_recorded(event: str, business: Business) -> bool:
    """Whether events of the type are found out from others; the type may be of yesterday."""
    name = event.partition("@")[0]
    return name in business.flows or name in business.receptions


def held_in(source: str, names: Iterable[str], plan: Plan) -> Iterator[tuple[str, Sql]]:
    """Columns of the events or the records, by name; missing where only records have them."""
    known = {*FIXED, *attributes(plan.business)}
    for name in names:
        held = source == RECORDS or name in known
        yield name, column(name) if held else missing(plan.types[f"event.{name}"])


def folded(plan: Plan, *, odd: bool) -> tuple[Column, ...]:
    """The flows whose cases are asked; every flow where its odd events are to be told."""
    today = (Column(name) for name in plan.business.flows if odd)
    asked = dict.fromkeys((*today, *plan.records))
    return tuple(each for each in asked if each.fact in plan.business.flows)


def folds(plan: Plan, events: str, *, odd: bool) -> Iterator[Sql]:
    """The cases of flows as tables."""
    for each in folded(plan, odd=odd):
        flow = plan.business.flows[each.fact]
        yield flows.folding(flow, plan.business, day_of(each, plan), events, _fold(each))


def cases(record: Column, plan: Plan) -> Query:
    """The cases of a flow as records, from the table of its fold."""
    flow = plan.business.flows[record.fact]
    return flows.relation(flow, plan.business, day_of(record, plan), _fold(record))


def relation(
    plan: Plan, events: str, cases_of: Callable[[Column, Plan], Query] = cases
) -> Query | None:
    """Every record that the plan asks about, in the columns of the events."""
    if not plan.records:
        return None
    parts = (_of(each, plan, events, cases_of) for each in plan.records)
    return union(_skeleton(plan, events), *parts, by_name=True)


def odd(plan: Plan, customers: str) -> Query | None:
    """Flow, kind and count of the events that flows could not take as they came."""
    known = plan.business.flows.items()
    parts = [flows.odd(flow, _fold(Column(name)), customers) for name, flow in known]
    return union(*parts) if parts else None


def _skeleton(plan: Plan, events: str) -> Query:
    """No row at all, and every column with its type."""
    attributes = (
        called(cast(value(None), SQL_TYPES[kind]), name)
        for name, kind in attributes_of(plan.business).items()
    )
    fixed = (column(name) for name in FIXED)
    return select(*fixed, *attributes, source=table(events), where=FALSE)


def _of(
    record: Column, plan: Plan, events: str, cases_of: Callable[[Column, Plan], Query]
) -> Query:
    """The cases of a flow or the stays of a reception; yesterday's by a type of their own."""
    business, day = plan.business, day_of(record, plan)
    if record.fact in business.flows:
        found = cases_of(record, plan)
    else:
        found = stays.relation(business.receptions[record.fact], business, day, events)
    if not record.ago:
        return found
    renamed = star(instead=[called(value(str(record)), "type")])
    return select(renamed, source=nested(found, "records"))


def day_of(record: Column, plan: Plan) -> date:
    """The day as of which the records are asked."""
    return plan.day - timedelta(days=record.ago)


def _fold(record: Column) -> str:
    return f"fold {record}"
