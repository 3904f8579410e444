"""What an output of a decision table comes to, by the rows that hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from careplay.model import words
from careplay.model.facts import Gather, Hit
from careplay.model.types import DECIMALS, NUMERIC, Scalar, Type
from careplay.planning.steps import Decided


def decided(table: Decided, held: Sequence[int]) -> Scalar | None:
    """The answer of the rows at these places, given in order; of the output's own type."""
    found = _found(table, held)
    return None if found is None else _typed(found, table.type)


def _found(table: Decided, held: Sequence[int]) -> Scalar | None:
    if not held:
        return table.otherwise
    values = [table.rows[place].value for place in held]
    match table.hit:
        case Hit.FIRST | Hit.PRIORITY:  # the better rows stand first in a plan
            return values[0]
        case Hit.UNIQUE:
            return values[0] if len(values) == 1 else None
        case Hit.COLLECT:
            return _gathered(table, [value for value in values if value is not None])
        case _:
            assert_never(table.hit)


def _gathered(table: Decided, values: Sequence[Scalar]) -> Scalar | None:
    match table.gather:
        case Gather.LIST:
            return ", ".join(dict.fromkeys(map(str, values))) or None
        case Gather.COUNT:
            return len(values)
        case Gather.SUM:
            return sum((Decimal(str(value)) for value in values), Decimal(0))
        case Gather.LEAST:
            return min(values, key=_size, default=None)
        case Gather.MOST:
            return max(values, key=_size, default=None)
        case None:
            raise AssertionError("whatever collects is gathered somehow")
        case _:
            assert_never(table.gather)


def _size(value: Scalar) -> Decimal:
    """Where a number or a date stands among others of its kind."""
    return Decimal(value.toordinal() if isinstance(value, date) else str(value))


def _typed(value: Scalar, kind: Type) -> Scalar:
    """The value as the type has it: rows may tell a whole number of an amount of money."""
    if kind in NUMERIC:
        exact = Decimal(str(value))
        return exact if DECIMALS[kind] else int(exact)
    return words.plain(value, Type.NUMBER) if kind is Type.TEXT else value
