"""The relation holds: of which customers what the limits ask about is true."""

from __future__ import annotations

from dataclasses import replace

from careplay.engines.sql import facts
from careplay.engines.sql.build import (
    STAR,
    array,
    call,
    called,
    case,
    cast,
    column,
    is_not_null,
    nested,
    select,
    table,
    value,
)
from careplay.engines.sql.conditions import holds
from careplay.engines.sql.facts import Relation, of_day
from careplay.engines.sql.measures import KEY
from careplay.planning.steps import Plan

RELATION, HOLD = "holds", "hold"


def relations(plan: Plan, customers: str, events: str) -> list[Relation]:
    """What is known of every customer for it, and the names of what holds."""
    asked = replace(plan, facts=plan.held)
    names = of_day(plan)
    found = array(
        case([(holds(each.condition, names), value(each.hold))]) for each in plan.holds
    )
    opened = select(
        called(cast(column(KEY), "TEXT"), KEY),
        called(call("unnest", found), HOLD),
        source=table("facts"),
    )
    told = select(STAR, source=nested(opened, "opened"), where=is_not_null(column(HOLD)))
    return [*facts.relations(asked, customers, events), (RELATION, told)]
