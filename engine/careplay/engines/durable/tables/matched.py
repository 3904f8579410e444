"""What the package answered, as tables: the rules that customers match, and what holds.

Everything after ``matches`` is the default engine's, over a plan whose guards are columns of
our own that say what the package decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from careplay.engines.durable.deciding.programmes import guards
from careplay.engines.durable.programme import Programme
from careplay.engines.durable.tables.asking import ASKED, EVENTS, HIT, SUBJECT
from careplay.engines.sql.build import (
    Sql,
    call,
    called,
    cast,
    column,
    infix,
    join,
    select,
    star,
    table,
    value,
)
from careplay.engines.sql.seam import (
    DAY,
    EVENT,
    HOLDS,
    KEY,
    MATCHED,
    MATCHES,
    ORDER,
    chain,
    event_value_names,
    events_probed,
    kept,
    of_customers,
    of_place,
    returned_names,
)
from careplay.model.conditions import Compare, Condition, Operator
from careplay.model.types import Type
from careplay.planning.steps import Match, Plan, Reason

CONCLUDED, GIVEN, HELD = "#concluded", "#given", "#held"
TABLES = (GIVEN, CONCLUDED, HELD)
GUARDS, PLACE = "#guards", "#place"


def with_guard_columns(plan: Plan) -> Plan:
    """The plan as its actions are told: each guard a column that says whether it holds."""
    known = guards_of(plan)
    columns = [_guard(number) for number in known.values()]
    return replace(
        plan,
        types={**plan.types, **dict.fromkeys(columns, Type.BOOLEAN)},
        facts=replace(plan.facts, told=(*plan.facts.told, *columns)),
        matches=tuple(_shown(match, known) for match in plan.matches),
    )


def guards_of(plan: Plan) -> Mapping[Condition, int]:
    """The numbers of the guards of all that is asked of customers; alike ones have one."""
    asked = (guard for match in of_customers(plan) for guard in guards(match))
    return {guard: number for number, guard in enumerate(dict.fromkeys(asked), start=1)}


def matches_table(plan: Plan, programme: Programme) -> Sql:
    """The table that the schedule is made from, with the columns that it asks for."""
    source = {_guard(number): _holds(number) for number in guards_of(plan).values()}
    source |= {name: column(name, CONCLUDED) for name in programme.concluded}
    source |= {name: column(name, EVENTS) for name in _of_event(plan)}
    joins = [_join(GIVEN, ASKED, SUBJECT)]
    joins += [_join(GIVEN, CONCLUDED, SUBJECT)] if programme.concluded else []
    joins += [_join(GIVEN, EVENTS, HIT, "LEFT")] if programme.events else []
    query = select(
        column(KEY, ASKED),
        *(
            called(source.get(name, column(name, ASKED)), name)
            for name in kept(with_guard_columns(plan))
        ),
        column(MATCHES, GIVEN),
        source=table(GIVEN),
        joins=joins,
    )
    return chain("TABLE", [(MATCHED, query)])


def holds_table(plan: Plan) -> Sql:
    """The table of what holds of whom."""
    query = select(
        called(cast(column(KEY), "TEXT"), KEY),
        *of_place(plan, column(PLACE)),
        source=table(HELD),
        joins=[_join(HELD, ASKED, SUBJECT)],
    )
    return chain("TABLE", [(HOLDS, query)])


def with_concluded(programme: Programme, customers: str, into: str) -> Sql:
    """The table of customers with what a pass concluded."""
    query = select(
        star("c"),
        *(column(each, CONCLUDED) for each in programme.concluded),
        source=table(customers, "c"),
        joins=[_join("c", ASKED, KEY), _join(ASKED, CONCLUDED, SUBJECT)],
    )
    return chain("TABLE", [(into, query)])


def _of_event(plan: Plan) -> tuple[str, ...]:
    """The columns of the event that gave the occasion."""
    told: tuple[str, ...] = ()
    if events_probed(plan):
        placed = (ORDER,) if plan.former_keys else ()
        told = (EVENT, DAY, *placed, *returned_names(plan), *event_value_names(plan))
    return tuple(name for name in told if name not in plan.facts.names)


def _holds(number: int) -> Sql:
    return call("list_contains", column(GUARDS, GIVEN), value(number))


def _join(one: str, other: str, by: str, side: str = "INNER") -> Sql:
    return join(table(other), infix(column(by, one), "=", column(by, other)), side)


def _shown(match: Match, known: Mapping[Condition, int]) -> Match:
    reasons = tuple(_said(reason, known) for reason in match.reasons)
    return replace(match, reasons=reasons, wants=())


def _said(reason: Reason, known: Mapping[Condition, int]) -> Reason:
    if reason.guard not in known:
        return reason
    said = Compare(_guard(known[reason.guard]), Operator.EQUAL, value=True)
    return Reason(reason.fact, said, reason.column)


def _guard(number: int) -> str:
    return f"#guard {number}"
