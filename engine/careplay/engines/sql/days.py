"""Whether a date is one of the days of a plan: literals only, no date arithmetic in rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import assert_never

from careplay.engines.sql.build import (
    FALSE,
    Sql,
    among,
    array,
    both,
    call,
    case,
    cast,
    either,
    infix,
    value,
)
from careplay.model.conditions import Operator
from careplay.model.types import Type
from careplay.planning.probes import Days, Listed, Stepped, Yearly

OPERATORS = {
    Operator.EQUAL: "=",
    Operator.LESS: "<",
    Operator.AT_MOST: "<=",
    Operator.MORE: ">",
    Operator.AT_LEAST: ">=",
}

FEW = 8
"""Up to so many spans are told one by one, so that a scan can skip what lies outside."""


def falls_on(column: Sql, kind: Type, days: Days) -> Sql:
    """Whether the date, or the moment's date, is one of the days."""
    match days:
        case Listed(dates):
            return _listed(column, kind, dates)
        case Yearly(month_days, year):
            return both(_month_days(column, month_days), _before(column, kind, year))
        case Stepped(latest, every):
            day = cast(column, "DATE")
            ago = infix(value(latest), "-", day)
            step = infix(ago, "%", value(every))
            return both(until(column, kind, latest), infix(step, "=", value(0)))
        case _:
            assert_never(days)


def until(column: Sql, kind: Type, last: date) -> Sql:
    """Whether it lies no later than the end of the day."""
    if kind is Type.MOMENT:
        return infix(column, "<", value(midnight(last + timedelta(days=1))))
    return infix(column, "<=", value(last))


def since(column: Sql, kind: Type, first: date) -> Sql:
    """Whether it lies no earlier than the day."""
    start = midnight(first) if kind is Type.MOMENT else first
    return infix(column, ">=", value(start))


def compared_by_day(moment: Sql, operator: Operator, day: date) -> Sql:
    """Whether the moment's date is less than the day, and so on, without working it out."""
    if day == date.max:
        return infix(cast(moment, "DATE"), OPERATORS[operator], value(day))
    match operator:
        case Operator.LESS:
            return infix(moment, "<", value(midnight(day)))
        case Operator.AT_MOST:
            return until(moment, Type.MOMENT, day)
        case Operator.MORE:
            return since(moment, Type.MOMENT, day + timedelta(days=1))
        case Operator.AT_LEAST:
            return since(moment, Type.MOMENT, day)
        case Operator.EQUAL:
            return _between(moment, day, day)
        case _:
            assert_never(operator)


def midnight(day: date) -> datetime:
    """The start of the day."""
    return datetime.combine(day, time.min)


def _listed(column: Sql, kind: Type, dates: Sequence[date]) -> Sql:
    if not dates:
        return FALSE
    if len(dates) > FEW:
        searched = _one_of_many(cast(column, "DATE"), dates)
        # Of AND in a SELECT every side is worked out for every row; a CASE is lazy.
        return case([(_season(column, dates), searched)], FALSE)
    if kind is not Type.MOMENT:
        return among(column, dates)
    spans = _spans(dates)
    return either(*(_between(column, first, last) for first, last in spans))


def _between(column: Sql, first: date, last: date) -> Sql:
    return both(since(column, Type.MOMENT, first), until(column, Type.MOMENT, last))


def _one_of_many(day: Sql, dates: Sequence[date]) -> Sql:
    # A long IN becomes a join of its own for every row, before anything else is asked.
    listed = cast(array(value(each.isoformat()) for each in dates), "DATE[]")
    return call("list_contains", listed, day)


def _season(column: Sql, dates: Sequence[date]) -> Sql:
    """Whether the day lies in the part of the year that holds all the dates.

    The dates on which a lunar birthday may be written lie within some thirty days of the
    year, so this spares most rows the search through the list, a hundred times dearer.
    """
    codes = sorted({each.month * 100 + each.day for each in dates})
    gaps = [later - sooner for sooner, later in pairwise([*codes, codes[0] + 1300])]
    place = gaps.index(max(gaps))
    first, last = codes[(place + 1) % len(codes)], codes[place]
    month = infix(call("month", column), "*", value(100))
    code = infix(month, "+", call("day", column))
    bounds = (
        infix(code, ">=", value(first)),
        infix(code, "<=", value(last)),
    )
    return both(*bounds) if first <= last else either(*bounds)


def _spans(dates: Sequence[date]) -> list[tuple[date, date]]:
    """Dates that follow one another, joined."""
    spans: list[tuple[date, date]] = []
    for day in sorted(dates):
        if spans and spans[-1][1] + timedelta(days=1) == day:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _month_days(column: Sql, month_days: Sequence[tuple[int, int]]) -> Sql:
    ways = (
        both(
            infix(call("day", column), "=", value(day)),
            infix(call("month", column), "=", value(month)),
        )
        for month, day in month_days
    )
    return either(*ways)


def _before(column: Sql, kind: Type, year: int) -> Sql:
    start = date(year, 1, 1)
    literal = midnight(start) if kind is Type.MOMENT else start
    return infix(column, "<", value(literal))
