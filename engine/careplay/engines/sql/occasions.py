"""The relation occasions: each customer, once for itself and once for every event found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from careplay.engines.sql import found
from careplay.engines.sql.build import (
    FALSE,
    STAR,
    TRUE,
    Sql,
    both,
    called,
    case,
    coalesce,
    column,
    either,
    infix,
    join,
    negated,
    select,
    star,
    table,
    value,
)
from careplay.engines.sql.days import falls_on
from careplay.engines.sql.facts import NamedQuery
from careplay.engines.sql.probed import ROW, events_probed
from careplay.model.rules import Audience
from careplay.model.triggers import Direction
from careplay.planning.probes import (
    Always,
    ByEvent,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
)
from careplay.planning.steps import Match, Plan
from careplay.sources.columns import KEY

FIRST = "#first"
"""True in one row of each customer, which stands for the customer itself."""


def relations(plan: Plan, places: Sequence[int] = ()) -> list[NamedQuery]:
    """The relations up to ``occasions``, of the facts and of what was scanned.

    Of a narrowed plan, ``places`` are those by which its occasions were looked for.
    """
    happened = events_probed(plan)
    asked = sorted({match.occasion for match in of_customers(plan)})
    probes = [
        called(probe_of(plan.occasions[number].probe, plan), occasion_column(number))
        for number in asked
        if is_probed(number, plan)
    ]
    if not happened:
        return [("occasions", select(STAR, *probes, source=table("facts")))]
    on = infix(column(KEY, "f"), "=", column(KEY, "e"))
    first = infix(coalesce(column(ROW), value(1)), "=", value(1))
    side = "INNER" if set(asked) <= set(happened) else "LEFT"
    query = select(
        star("f"), star("e", but=[KEY]), called(first, FIRST), *probes,
        source=table("facts", "f"), joins=[join(table(found.RELATION, "e"), on, side)],
    )  # fmt: skip
    return [(found.RELATION, found.found(plan, places)), ("occasions", query)]


def occasion_column(occasion: int) -> str:
    """The column that says whether a customer has the occasion."""
    return f"#occasion {occasion + 1}"


def is_probed(occasion: int, plan: Plan) -> bool:
    """Whether a customer's row must be asked for the occasion."""
    probe = plan.occasions[occasion].probe
    return not isinstance(probe, Always | ByEvent)


def of_customers(plan: Plan) -> list[Match]:
    """The matches that are asked of customers."""
    return [match for match in plan.matches if match.audience is Audience.CUSTOMERS]


def probe_of(probe: Probe, plan: Plan) -> Sql:
    """Whether a customer's row gives the occasion."""
    match probe:
        case Always():
            return TRUE
        case Dated(told, days):
            kind = plan.types[str(told)]
            return falls_on(column(str(told)), kind, days)
        case Kept(told, calendar, solar, lunar):
            kind, by = plan.types[str(told)], column(str(calendar))
            return either(
                both(
                    _may_be(by, "lunar"),
                    falls_on(column(str(told)), kind, solar),
                ),
                # Lazy, unlike AND: a lunar date is looked for in a long list.
                case(
                    [
                        (
                            _may_be(by, "solar"),
                            falls_on(column(str(told)), kind, lunar),
                        )
                    ],
                    FALSE,
                ),
            )
        case Turned(to=to):
            now, then = column(str(probe.now)), column(str(probe.before))
            return both(now, _not_true(then)) if to else both(then, _not_true(now))
        case Passed():
            return _passed(probe)
        case Happened() | Standing() | Returned():
            raise AssertionError("asked of events")
        case _:
            assert_never(probe)


def _may_be(calendar: Sql, other: str) -> Sql:
    """Whether the calendar is not told to be the other one."""
    return infix(calendar, "IS DISTINCT FROM", value(other))


def _not_true(condition: Sql) -> Sql:
    return negated(coalesce(condition, FALSE))


def _passed(probe: Passed) -> Sql:
    level = value(probe.level)
    above = infix(column(str(probe.now)), ">=", level)
    was_above = infix(column(str(probe.before)), ">=", level)
    if probe.direction is Direction.REACHES:
        return both(above, _not_true(was_above))
    return both(negated(above), was_above)
