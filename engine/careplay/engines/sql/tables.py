"""An output of a decision table as one expression over the facts of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from careplay.engines.sql.build import (
    FALSE,
    NULL,
    Sql,
    array,
    call,
    case,
    cast,
    coalesce,
    either,
    infix,
    value,
)
from careplay.engines.sql.conditions import ConditionColumns, holds
from careplay.model.facts import Gather, Hit
from careplay.planning.fact_steps import Choice, Decided
from careplay.sources.columns import SQL_TYPES


def decided(step: Decided, names: ConditionColumns) -> Sql:
    """What the rows that hold make of the customer, of the output's type."""
    match step.hit:
        case Hit.UNIQUE:
            found = _only(step, names)
        case Hit.COLLECT:
            found = _gathered(step, names)
        case Hit.FIRST | Hit.PRIORITY:  # by priority, the better rows stand first
            found = _first(step.rows, names, value(step.otherwise))
        case _:
            assert_never(step.hit)
    return cast(found, SQL_TYPES[step.type])


def _first(rows: Sequence[Choice], names: ConditionColumns, otherwise: Sql) -> Sql:
    return case([(holds(row.condition, names), value(row.value)) for row in rows], otherwise)


def _only(step: Decided, names: ConditionColumns) -> Sql:
    """The one row that holds; the table is asked whether there are two before which it is."""
    if len(step.rows) < 2:
        return _first(step.rows, names, value(step.otherwise))
    counted = call("list_sum", array(_counted(row, names) for row in step.rows))
    several = infix(counted, ">", value(1))
    first = _first(step.rows, names, value(step.otherwise))
    return case([(several, NULL)], first)


def _counted(row: Choice, names: ConditionColumns) -> Sql:
    return case([(holds(row.condition, names), value(1))], value(0))


def _gathered(step: Decided, names: ConditionColumns) -> Sql:
    if not step.rows:
        return value(step.otherwise)
    some = _together(step, names)
    if step.otherwise is None or step.otherwise == _nothing(step):
        return some
    held = (coalesce(holds(row.condition, names), FALSE) for row in step.rows)
    return case([(either(*held), some)], value(step.otherwise))


def _together(step: Decided, names: ConditionColumns) -> Sql:
    """The values of the rows that hold; NULL, or 0, where there are none."""
    told = [row for row in step.rows if row.value is not None]
    match step.gather:
        case _ if not told:
            return value(_nothing(step))
        case Gather.COUNT:
            return call("list_sum", array(_counted(row, names) for row in told))
        case Gather.LIST:
            parts = [_anew(told[:place], row, names) for place, row in enumerate(told)]
            return call("nullif", call("concat_ws", value(", "), *parts), value(""))
        case Gather.LEAST | Gather.MOST | Gather.SUM | None:
            function = {Gather.LEAST: "list_min", Gather.MOST: "list_max"}
            listed = array(_typed(row, step, names) for row in told)
            found = call(function.get(step.gather or Gather.SUM, "list_sum"), listed)
            return coalesce(found, value(0)) if step.gather is Gather.SUM else found


def _anew(earlier: Sequence[Choice], row: Choice, names: ConditionColumns) -> Sql:
    """The value of the row, unless an earlier row that holds has given it."""
    given = [holds(each.condition, names) for each in earlier if each.value == row.value]
    once = [(either(*given), NULL)] if given else []
    return case([*once, (holds(row.condition, names), value(row.value))])


def _typed(row: Choice, step: Decided, names: ConditionColumns) -> Sql:
    return cast(case([(holds(row.condition, names), value(row.value))]), SQL_TYPES[step.type])


def _nothing(step: Decided) -> int | None:
    """What is gathered from no values."""
    return 0 if step.gather in {Gather.SUM, Gather.COUNT} else None
