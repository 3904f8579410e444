"""The relation occasions: each customer, once for itself and once for every event found."""

from __future__ import annotations

from typing import assert_never

from sqlglot import exp

from careplay.engines.sql.build import (
    Sql,
    both,
    called,
    case,
    coalesce,
    column,
    either,
    select,
    table,
    value,
)
from careplay.engines.sql.days import falls_on
from careplay.engines.sql.facts import Relation, of_day
from careplay.engines.sql.found import ROW, events_probed, found
from careplay.engines.sql.measures import KEY
from careplay.model.rules import Audience
from careplay.model.triggers import Direction
from careplay.model.types import Type
from careplay.planning.probes import (
    Always,
    Column,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Standing,
    Turned,
    by_event,
)
from careplay.planning.steps import Match, Plan

FIRST = "#first"
"""True in one row of each customer, which stands for the customer itself."""


def relations(plan: Plan, events: str) -> list[Relation]:
    """The relations up to ``occasions``."""
    happened = events_probed(plan)
    asked = sorted({match.occasion for match in of_customers(plan)})
    probes = [
        called(exp.Paren(this=probe_of(plan.occasions[number].probe, plan)), column_of(number))
        for number in asked
        if is_probed(number, plan)
    ]
    if not happened:
        return [("occasions", select(exp.Star(), *probes, source=table("facts")))]
    on = exp.EQ(this=column(KEY, "f"), expression=column(KEY, "e"))
    first = exp.EQ(this=coalesce(column(ROW), value(1)), expression=value(1))
    query = select(
        _all_of("f"), _all_of("e", but=KEY), called(first, FIRST), *probes,
        source=table("facts", "f"),
    )  # fmt: skip
    side = "inner" if set(asked) <= set(happened) else "left"
    query = query.join(table("found", "e"), on=on, join_type=side, copy=False)
    return [("found", found(plan, events)), ("occasions", query)]


def column_of(occasion: int) -> str:
    """The column that says whether a customer has the occasion."""
    return f"#occasion {occasion + 1}"


def is_probed(occasion: int, plan: Plan) -> bool:
    """Whether a customer's row must be asked for the occasion."""
    probe = plan.occasions[occasion].probe
    return not (isinstance(probe, Always) or by_event(probe))


def _all_of(alias: str, but: str = "") -> Sql:
    star = exp.Star(except_=[column(but)]) if but else exp.Star()
    return exp.Column(this=star, table=exp.to_identifier(alias, quoted=True))


def of_customers(plan: Plan) -> list[Match]:
    """The matches that are asked of customers."""
    return [match for match in plan.matches if match.audience is Audience.CUSTOMERS]


def probe_of(probe: Probe, plan: Plan) -> Sql:
    """Whether a customer's row gives the occasion."""
    names = of_day(plan)
    match probe:
        case Always():
            return exp.true()
        case Dated(told, days):
            kind = plan.types.get(told.fact, Type.MOMENT)
            return falls_on(column(str(told)), kind, days)
        case Kept(told, calendar, solar, lunar):
            kind = plan.types[told.fact]
            return either(
                both(
                    _may_be(names.column(calendar), "lunar"),
                    falls_on(column(str(told)), kind, solar),
                ),
                # Lazy, unlike AND: a lunar date is looked for in a long list.
                case(
                    [
                        (
                            _may_be(names.column(calendar), "solar"),
                            falls_on(column(str(told)), kind, lunar),
                        )
                    ],
                    exp.false(),
                ),
            )
        case Turned(fact, to):
            now, then = column(fact), column(str(Column(fact, 1)))
            return both(now, _not_true(then)) if to else both(then, _not_true(now))
        case Passed(fact, level, direction):
            return _passed(fact, value(level), direction)
        case Happened() | Standing():
            raise AssertionError("asked of events")
        case _:
            assert_never(probe)


def _may_be(calendar: Sql, other: str) -> Sql:
    """Whether the calendar is not told to be the other one."""
    return exp.NullSafeNEQ(this=calendar, expression=value(other))


def _not_true(condition: Sql) -> Sql:
    return exp.Not(this=coalesce(condition, exp.false()))


def _passed(fact: str, level: Sql, direction: Direction) -> Sql:
    now, then = column(fact), column(str(Column(fact, 1)))
    above = exp.GTE(this=now, expression=level)
    was_above = exp.GTE(this=then, expression=level.copy())
    if direction is Direction.REACHES:
        return both(above, _not_true(was_above))
    return both(exp.Not(this=exp.Paren(this=above)), was_above)
