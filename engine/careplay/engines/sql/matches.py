"""The relation matches: for each occasion found, the numbers of the rules it serves.

A number above zero: the condition holds. Below zero: it is unknown. The conditions of one
probe stand together in a list that is built only where the probe holds.
"""

from __future__ import annotations

from careplay.engines.sql.build import (
    STAR,
    TRUE,
    Query,
    Sql,
    array,
    both,
    call,
    called,
    case,
    cast,
    coalesce,
    column,
    either,
    infix,
    is_not_null,
    nested,
    select,
    table,
    value,
)
from careplay.engines.sql.conditions import ConditionColumns, holds, is_always
from careplay.engines.sql.facts import NamedQuery, names_of
from careplay.engines.sql.kept import kept
from careplay.engines.sql.occasions import FIRST, is_probed, occasion_column, of_customers
from careplay.engines.sql.probed import FOUND, events_probed, is_found
from careplay.engines.sql.words import missing
from careplay.planning.probes import Always, by_event
from careplay.planning.steps import Match, Plan
from careplay.sources.columns import KEY

RELATION, MATCHES, MATCH = "matches", "#matches", "#match"


def relation(plan: Plan) -> NamedQuery:
    """The occasions with at least one rule that matches or cannot be decided."""
    groups = _groups(plan)
    lists = [
        _list(numbers, _guard(occasion, plan), plan) for occasion, numbers in groups.items()
    ]
    inner = select(
        *(column(name) for name in (KEY, *kept(plan))),
        called(call("flatten", array(lists)), MATCHES),
        source=table("occasions"),
        where=_gate(groups, plan),
    )
    some = either(
        infix(call("list_max", column(MATCHES)), ">", value(0)),
        infix(call("list_min", column(MATCHES)), "<", value(0)),
    )
    return RELATION, select(STAR, source=nested(inner, "asked"), where=some)


def met() -> Query:
    """The numbers that stand somewhere in the relation, each once."""
    number = called(call("unnest", column(MATCHES)), MATCH)
    opened = select(number, source=table(RELATION))
    return select(column(MATCH), source=nested(opened, "opened"), group_by=[column(MATCH)])


def names_for(match: Match, plan: Plan) -> ConditionColumns:
    """Names as a match means them: where no event gave the occasion, an event's are missing."""
    if by_event(plan.occasions[match.occasion].probe):
        return names_of(plan)

    def found(fact: str) -> Sql:
        if fact.startswith("event.") and fact not in plan.facts.names:
            return missing(plan.types[fact])
        return column(fact)

    return ConditionColumns(plan.types, found)


def numbered(plan: Plan) -> list[tuple[int, Match]]:
    """The matches asked of customers, with their numbers from 1."""
    ours = {id(match) for match in of_customers(plan)}
    return [(n, match) for n, match in enumerate(plan.matches, start=1) if id(match) in ours]


def _groups(plan: Plan) -> dict[int, list[tuple[int, Match]]]:
    """The matches of each occasion."""
    groups: dict[int, list[tuple[int, Match]]] = {}
    for number, match in numbered(plan):
        groups.setdefault(match.occasion, []).append((number, match))
    return groups


def _guard(occasion: int, plan: Plan) -> Sql | None:
    """Where the occasion is found; None where that is everywhere."""
    if is_found(occasion, plan):
        return infix(column(FOUND), "=", value(occasion))
    parts: list[Sql] = [column(occasion_column(occasion))] if is_probed(occasion, plan) else []
    if events_probed(plan):
        parts.insert(0, column(FIRST))
    return both(*parts) if parts else None


def _gate(groups: dict[int, list[tuple[int, Match]]], plan: Plan) -> Sql:
    """Where lists are worth building: most rows give none, and lists are dear."""
    happened = [occasion for occasion in groups if is_found(occasion, plan)]
    own = [
        _own_gate(occasion, numbers, plan)
        for occasion, numbers in groups.items()
        if occasion not in happened
    ]
    if not happened:
        return either(*own)
    by_event = is_not_null(column(FOUND))
    return either(by_event, both(column(FIRST), either(*own))) if own else by_event


def _own_gate(occasion: int, numbers: list[tuple[int, Match]], plan: Plan) -> Sql:
    """Where a customer's own row may give the occasion."""
    if not isinstance(plan.occasions[occasion].probe, Always):
        return column(occasion_column(occasion))
    return either(
        *(
            coalesce(holds(match.condition, names_for(match, plan)), TRUE)
            for _, match in numbers
        )
    )


def _list(numbers: list[tuple[int, Match]], guard: Sql | None, plan: Plan) -> Sql:
    codes = array(_code(number, match, plan) for number, match in numbers)
    return codes if guard is None else case([(guard, codes)])


def _code(number: int, match: Match, plan: Plan) -> Sql:
    """The number where the condition holds, minus it where that is unknown, else 0."""
    if is_always(match.condition):
        return cast(value(number), "SMALLINT")
    asked = cast(holds(match.condition, names_for(match, plan)), "TINYINT")
    return infix(coalesce(asked, value(-1)), "*", cast(value(number), "SMALLINT"))
