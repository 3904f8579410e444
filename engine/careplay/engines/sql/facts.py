"""The relation facts: what is told and measured, then strata, one select each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from sqlglot import exp

from careplay.engines.sql.build import (
    Sql,
    called,
    case,
    coalesce,
    column,
    is_not_null,
    nested,
    select,
    table,
    value,
)
from careplay.engines.sql.conditions import Names, holds
from careplay.engines.sql.measures import KEY, measures, where_only
from careplay.model.facts import Aggregate
from careplay.planning.probes import Column
from careplay.planning.steps import Derived, Facts, Held, Measured, Plan, Ranked

Relation: TypeAlias = tuple[str, exp.Query]


def relations(plan: Plan, customers: str, events: str) -> list[Relation]:
    """The relations up to ``facts``, in order."""
    measured = plan.facts.measured
    found: list[Relation] = [("measures", measures(plan, events))] if measured else []
    found.append((_name(plan, 0), _told(plan, customers)))
    for level, steps in enumerate(plan.facts.strata, start=1):
        ranked = [step for step in steps if isinstance(step, Ranked) and step.cuts]
        found += [(_cuts(step), cuts(step, plan, customers, events)) for step in ranked]
        query = select(
            exp.Star(), *(called(_derived(step, plan), str(step.column)) for step in steps)
        )
        query = query.from_(table(_name(plan, level - 1)), copy=False)
        for step in ranked:
            query = query.join(table(_cuts(step)), join_type="cross", copy=False)
        found.append((_name(plan, level), query))
    return found


def cuts(step: Ranked, plan: Plan, customers: str, events: str) -> exp.Query:
    """The least number that still has a place in each tier, from the highest tier down.

    A number has a place where those with more leave room: for ``e`` with as much or more,
    of ``n`` in all, ``e - 1 < share * n``, in whole numbers. The numbers are measured
    once more: one narrow pass is cheaper than keeping every fact of every customer.
    """
    by = str(step.by)
    measured = tuple(each for each in plan.facts.measured if each.column == step.by)
    alone = replace(plan, facts=Facts((), measured, ())) if measured else plan
    source = table(customers)
    if measured:
        told = _told(alone, customers)
        told.args["joins"][0].set("this", nested(measures(alone, events), "m"))
        source = nested(told, "told")
    counts = select(
        called(column(by), "number"), called(exp.Count(this=exp.Star()), "customers"),
        source=source, where=is_not_null(column(by)),
    ).group_by(column(by), copy=False)  # fmt: skip
    total = exp.Sum(this=column("customers"))
    order = exp.Order(expressions=[exp.Ordered(this=column("number"), desc=True)])
    ranks = select(
        column("number"),
        called(exp.Window(this=total, order=order), "ranked"),
        called(exp.Window(this=total.copy()), "all"),
        source=nested(counts, "counts"),
    )
    return select(
        *(
            called(
                where_only(exp.Min(this=column("number")), _has_place(Fraction(share))),
                _cut(step, number),
            )
            for number, (_, share) in enumerate(step.cuts, start=1)
        ),
        source=nested(ranks, "ranks"),
    )


def _has_place(share: Fraction) -> Sql:
    above = exp.Paren(this=exp.Sub(this=column("ranked"), expression=value(1)))
    return exp.LT(
        this=exp.Mul(this=above, expression=value(share.denominator)),
        expression=exp.Mul(this=column("all"), expression=value(share.numerator)),
    )


def _told(plan: Plan, customers: str) -> exp.Query:
    measured = plan.facts.measured
    query = select(
        column(KEY, "c"),
        *(column(fact, "c") for fact in plan.facts.told),
        *(called(_or_none(step), str(step.column)) for step in measured),
        source=table(customers, "c"),
    )
    if not measured:
        return query
    on = exp.EQ(this=column(KEY, "c"), expression=column(KEY, "m"))
    return query.join(table("measures", "m"), on=on, join_type="left", copy=False)


def _or_none(step: Measured) -> Sql:
    """Customers without events have counts and sums of 0."""
    found = column(str(step.column), "m")
    counted = step.aggregate in {Aggregate.SUM, Aggregate.COUNT}
    return coalesce(found, value(0)) if counted else found


def _derived(step: Derived, plan: Plan) -> Sql:
    match step:
        case Held(made, condition):
            return holds(condition, of_day(plan, made.ago))
        case Ranked(_, by, shares, rest):
            number = column(str(by))
            places = [
                (
                    exp.GTE(this=number.copy(), expression=column(_cut(step, place))),
                    value(tier),
                )
                for place, (tier, _) in enumerate(shares, start=1)
            ]
            return case([*places, (is_not_null(number), value(rest))])


def of_day(plan: Plan, ago: int = 0) -> Names:
    """Names as they stood so many days ago; what the business tells has no history."""
    told = plan.business.declared

    def found(fact: str) -> Sql:
        return column(str(Column(fact, 0 if fact in told else ago)))

    return Names(plan.types, found)


def _cuts(step: Ranked) -> str:
    return f"cuts of {step.column}"


def _cut(step: Ranked, number: int) -> str:
    return f"{step.column} cut {number}"


def _name(plan: Plan, level: int) -> str:
    """The last stratum is the relation facts."""
    return "facts" if level == len(plan.facts.strata) else f"facts {level}"
