"""What a decision table answers for one customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from careplay.meaning.clock import Clock, value_of
from careplay.meaning.truth import Row, truth
from careplay.model import words
from careplay.model.facts import Decision, Gather, Hit, Row as TableRow
from careplay.model.types import DECIMALS, NUMERIC, Parameter, Scalar, Type


def decided(decision: Decision, facts: Row, clock: Clock) -> Scalar | None:
    """The output of the rows that hold; of no row, what the table says otherwise."""
    held = [row for row in decision.rows if holds(row, facts, clock)]
    if not held:
        return _otherwise(decision, clock)
    if decision.hit is Hit.COLLECT and decision.gather is Gather.COUNT:
        return sum(row.value is not None for row in held)
    values = [_value(row.value, decision, clock) for row in held]
    match decision.hit:
        case Hit.FIRST:
            return values[0]
        case Hit.UNIQUE:
            return values[0] if len(values) == 1 else None
        case Hit.PRIORITY:
            return min(values, key=lambda value: _rank(value, decision.ranking))
        case Hit.COLLECT:
            return _gathered(decision, [value for value in values if value is not None])


def holds(row: TableRow, facts: Row, clock: Clock) -> bool:
    """Whether the row is in force on the day and its condition is true."""
    if row.since is not None and clock.day < row.since:
        return False
    if row.until is not None and clock.day > row.until:
        return False
    return truth(row.condition, facts, clock) is True


def _otherwise(decision: Decision, clock: Clock) -> Scalar | None:
    if decision.otherwise is None and decision.hit is Hit.COLLECT:
        return _gathered(decision, [])
    return _value(decision.otherwise, decision, clock)


def _value(told: Scalar | Parameter | None, decision: Decision, clock: Clock) -> Scalar | None:
    """The value as of the day, in the output's own type."""
    if told is None:
        return None
    value = value_of(told, clock)
    if decision.type in NUMERIC:
        exact = Decimal(str(value))
        return exact if DECIMALS[decision.type] else int(exact)
    return words.plain(value, Type.NUMBER) if decision.type is Type.TEXT else value


def _rank(value: Scalar | None, ranking: Sequence[Scalar]) -> int:
    """The value's place; what is not ranked comes after all that are."""
    return len(ranking) if value is None or value not in ranking else ranking.index(value)


def _gathered(decision: Decision, values: Sequence[Scalar]) -> Scalar | None:
    match decision.gather:
        case Gather.LIST:
            return ", ".join(dict.fromkeys(map(str, values))) or None
        case Gather.COUNT:
            return len(values)
        case Gather.SUM:
            total = sum((Decimal(str(value)) for value in values), Decimal(0))
            return total if DECIMALS[decision.type] else int(total)
        case Gather.LEAST:
            return min(values, key=_size, default=None)
        case Gather.MOST:
            return max(values, key=_size, default=None)


def _size(value: Scalar) -> Decimal:
    """Where a number or a date stands among others of its kind."""
    if isinstance(value, date):
        return Decimal(value.toordinal())
    return Decimal(str(value))
