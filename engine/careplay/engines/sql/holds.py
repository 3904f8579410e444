"""The relation holds: of which customers what the limits ask about is true."""

from __future__ import annotations

from dataclasses import replace

from careplay.engines.sql import facts
from careplay.engines.sql.build import (
    Sql,
    array,
    call,
    called,
    case,
    cast,
    column,
    is_not_null,
    nested,
    nth,
    select,
    table,
    value,
)
from careplay.engines.sql.conditions import holds
from careplay.engines.sql.facts import NamedQuery, names_of
from careplay.planning.steps import Plan
from careplay.sources.columns import KEY

RELATION, HOLD = "holds", "hold"


def relations(plan: Plan, customers: str, events: str) -> list[NamedQuery]:
    """What is known of every customer for it, and the names of what holds."""
    asked = replace(plan, facts=plan.held)
    names = names_of(plan)
    found = array(
        case([(holds(each.condition, names), value(place))])
        for place, each in enumerate(plan.holds, start=1)
    )
    opened = select(
        called(cast(column(KEY), "TEXT"), KEY),
        called(call("unnest", found), HOLD),
        source=table("facts"),
    )
    told = select(
        column(KEY),
        *of_place(plan, column(HOLD)),
        source=nested(opened, "opened"),
        where=is_not_null(column(HOLD)),
    )
    return [*facts.relations(asked, customers, events), (RELATION, told)]


def of_place(plan: Plan, place: Sql) -> tuple[Sql, Sql]:
    """The kind and the name of the hold of a place, from 1."""
    kinds = [value(each.kind.value) for each in plan.holds]
    names = [value(each.name) for each in plan.holds]
    return called(nth(kinds, place), "kind"), called(nth(names, place), "name")
