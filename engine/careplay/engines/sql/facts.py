"""The relation facts: what is told and measured, then strata, one select each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from careplay.engines.sql.build import (
    STAR,
    Query,
    Sql,
    call,
    called,
    case,
    coalesce,
    column,
    cross_join,
    infix,
    is_not_null,
    join,
    nested,
    over,
    select,
    table,
    union,
    value,
    where_only,
)
from careplay.engines.sql.conditions import ConditionColumns, holds
from careplay.engines.sql.measures import measures
from careplay.engines.sql.tables import decided
from careplay.model.facts import Aggregate
from careplay.planning.fact_steps import Decided, DerivedStep, Held, Measured, Ranked
from careplay.planning.probes import Column
from careplay.planning.steps import Plan
from careplay.sources.columns import KEY

NamedQuery: TypeAlias = tuple[str, Query]

COUNTED = frozenset({Aggregate.SUM, Aggregate.COUNT})
"""What is 0, not missing, where there is no event."""


def relations(plan: Plan, customers: str, events: str) -> list[NamedQuery]:
    """The relations up to ``facts``, in order."""
    measured = plan.facts.measured
    found: list[NamedQuery] = [("measures", measures(plan, events))] if measured else []
    found.append((_name(plan, 0), _told(plan, customers)))
    rankings = _rankings(plan)
    for level, steps in enumerate(plan.facts.strata, start=1):
        of_level = [by for by, ranked in rankings.items() if ranked[0] in steps]
        source = customers if level == 1 else _name(plan, level - 1)
        found += [(_cuts(by), cuts(rankings[by], plan, source)) for by in of_level]
        query = select(
            STAR,
            *(called(_derived(step, plan), str(step.column)) for step in steps),
            source=table(_name(plan, level - 1)),
            joins=[cross_join(table(_cuts(by))) for by in of_level],
        )
        found.append((_name(plan, level), query))
    return found


def _rankings(plan: Plan) -> dict[Column, list[Ranked]]:
    """The tiers and tops by the number they rank; those of one number are of one level."""
    found: dict[Column, list[Ranked]] = {}
    for step in (step for stratum in plan.facts.strata for step in stratum):
        if isinstance(step, Ranked) and step.cuts:
            found.setdefault(step.by, []).append(step)
    return found


def cuts(steps: Sequence[Ranked], plan: Plan, customers: str) -> Query:
    """The least number that still has a place in each tier, from the highest tier down.

    A number has a place where those with more leave room: for ``e`` with as much or more,
    of ``n`` in all, ``e - 1 < share * n``, in whole numbers. All that rank by one number
    share its ranks.
    """
    by = steps[0].by
    total = call("sum", column("customers"))
    order = [Sql(f"{column('number')} DESC")]
    ranks = select(
        column("number"),
        called(over(total, order_by=order), "ranked"),
        called(over(total), "all"),
        source=nested(_counts(by, plan, customers), "counts"),
    )
    return select(
        *(
            called(
                where_only(call("min", column("number")), _has_place(Fraction(share))),
                _cut(step, number),
            )
            for step in steps
            for number, (_, share) in enumerate(step.cuts, start=1)
        ),
        source=nested(ranks, "ranks"),
    )


def _counts(by: Column, plan: Plan, customers: str) -> Query:
    """How many customers have each number; a number may come twice, its counts add up."""
    step = next((each for each in plan.facts.measured if each.column == by), None)
    number = _or_none(step, None) if step else column(str(by))
    found = select(
        called(number, "number"), called(call("count", STAR), "customers"),
        source=table("measures" if step else customers), where=is_not_null(number),
        group_by=[number],
    )  # fmt: skip
    if step is None or step.aggregate not in COUNTED:
        return found
    # Every event is of a customer of the table, so those not measured are told by a
    # difference: a join with all of them takes several times as long.
    rest = infix(_number_of(customers), "-", _number_of("measures"))
    nothing = select(called(value(0), "number"), called(rest, "customers"))
    return union(found, nothing)


def _number_of(rows: str) -> Query:
    return select(call("count", STAR), source=table(rows))


def _has_place(share: Fraction) -> Sql:
    above = infix(column("ranked"), "-", value(1))
    return infix(
        infix(above, "*", value(share.denominator)),
        "<",
        infix(column("all"), "*", value(share.numerator)),
    )


def _told(plan: Plan, customers: str) -> Query:
    measured = plan.facts.measured
    on = infix(column(KEY, "c"), "=", column(KEY, "m"))
    return select(
        column(KEY, "c"),
        *(column(fact, "c") for fact in plan.facts.told),
        *(called(_or_none(step), str(step.column)) for step in measured),
        source=table(customers, "c"),
        joins=[join(table("measures", "m"), on, "LEFT")] if measured else [],
    )


def _or_none(step: Measured, source: str | None = "m") -> Sql:
    """Customers without events have counts and sums of 0."""
    found = column(str(step.column), source)
    return coalesce(found, value(0)) if step.aggregate in COUNTED else found


def _derived(step: DerivedStep, plan: Plan) -> Sql:
    match step:
        case Held(_, condition):
            return holds(condition, names_of(plan))
        case Ranked(_, by, shares, rest):
            number = column(str(by))
            places = [
                (
                    infix(number, ">=", column(_cut(step, place))),
                    value(tier),
                )
                for place, (tier, _) in enumerate(shares, start=1)
            ]
            return case([*places, (is_not_null(number), value(rest))])
        case Decided():
            return decided(step, names_of(plan))


def names_of(plan: Plan) -> ConditionColumns:
    """Names as the conditions of a plan mean them: each is that of a column."""
    return ConditionColumns(plan.types, column)


def _cuts(by: Column) -> str:
    return f"cuts of {by}"


def _cut(step: Ranked, number: int) -> str:
    return f"{step.column} cut {number}"


def _name(plan: Plan, level: int) -> str:
    """The last stratum is the relation facts."""
    return "facts" if level == len(plan.facts.strata) else f"facts {level}"
