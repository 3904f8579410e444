"""Records: cases and stays as of a date, found anew from the events, beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import assert_never

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
from careplay.engines.sql.unseen import source_of
from careplay.engines.sql.words import missing
from careplay.meaning.events import INSTANT
from careplay.planning.needed import attributes_in
from careplay.planning.probes import Column
from careplay.planning.steps import CaseFold, Fold, Plan, StayFold
from careplay.sources.columns import SQL_TYPES

RECORDS = "records"
FIXED = ("customer_id", "type", "at", "key")


def is_recorded(event: str, plan: Plan) -> bool:
    """Whether events of the type are found out from others; the type may be of yesterday."""
    return any(event == str(each.column) for each in plan.records)


def is_held_in(source: str, name: str, plan: Plan) -> bool:
    """Whether the events or the records have the column: some only records have."""
    in_data = (each for each in plan.event_types.values() if not each.record)
    if name == INSTANT:
        return source != RECORDS
    return (
        source == RECORDS or name in FIXED or any(name in each.attributes for each in in_data)
    )


def held_in(source: str, name: str, plan: Plan) -> Sql:
    """A column of the events or the records; missing where only records have it."""
    held = is_held_in(source, name, plan)
    return column(name) if held else missing(plan.types[f"event.{name}"])


def refs(plan: Plan) -> Mapping[str, str]:
    """The attribute that tells a record from others, by the name of the flow or reception."""
    return {
        each.column.fact: each.flow.by if isinstance(each, CaseFold) else each.reception.by
        for each in plan.records
    }


def case_folds(plan: Plan) -> tuple[CaseFold, ...]:
    """The flows whose cases are folded."""
    return tuple(each for each in plan.records if isinstance(each, CaseFold) and each.begun)


def folds(plan: Plan, events: str) -> Iterator[Sql]:
    """The cases of flows as tables."""
    for each in case_folds(plan):
        told = source_of(each.column, events)
        yield flows.folding(each, told, fold_name(each.column))


def case_records(record: CaseFold, plan: Plan) -> Query:
    """The cases of a flow as records, from the table of its fold."""
    return flows.relation(record, attributes_in(plan.event_types), fold_name(record.column))


def relation(
    plan: Plan, events: str, cases_of: Callable[[CaseFold, Plan], Query] = case_records
) -> Query | None:
    """Every record, in the columns of the events; those of cases tell which are open, too."""
    if not plan.records:
        return None
    parts = (_of(each, plan, events, cases_of) for each in plan.records if each.begun)
    return union(_skeleton(plan, events), *parts, by_name=True)


def odd(plan: Plan, customers: str) -> Query | None:
    """Flow, kind and count of the events that flows could not take as they came."""
    today = (each for each in case_folds(plan) if not each.column.ago)
    parts = [flows.odd(each.flow, fold_name(each.column), customers) for each in today]
    return union(*parts) if parts else None


def _skeleton(plan: Plan, events: str) -> Query:
    """No row at all, and every column with its type."""
    attributes = (
        called(cast(value(None), SQL_TYPES[kind]), name)
        for name, kind in attributes_in(plan.event_types).items()
    )
    fixed = (column(name) for name in FIXED)
    return select(*fixed, *attributes, source=table(events), where=FALSE)


def _of(
    record: Fold, plan: Plan, events: str, cases_of: Callable[[CaseFold, Plan], Query]
) -> Query:
    """The cases of a flow or the stays of a reception; yesterday's by a type of their own."""
    match record:
        case CaseFold():
            found = cases_of(record, plan)
        case StayFold(reception=reception, day=day):
            told = source_of(record.column, events)
            found = stays.relation(reception, attributes_in(plan.event_types), day, told)
        case _:
            assert_never(record)
    if not record.column.ago:
        return found
    renamed = star(instead=[called(value(str(record.column)), "type")])
    return select(renamed, source=nested(found, "records"))


def fold_name(record: Column) -> str:
    """The table of a flow's cases before they are records."""
    return f"fold {record}"
