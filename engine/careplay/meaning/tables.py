"""Decision tables: which rows count on a day, and what those that hold come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from careplay.model import words
from careplay.model.comparing import size
from careplay.model.facts import DecisionRow, Gather, Hit
from careplay.model.types import DECIMALS, NUMERIC, Scalar, Type


def in_force(row: DecisionRow, day: date) -> bool:
    """Whether the row may hold as of the day."""
    begun = row.since is None or row.since <= day
    return begun and (row.until is None or day <= row.until)


def rank(value: Scalar | None, ranking: Sequence[Scalar]) -> int:
    """The value's place; what is not ranked comes after all that are."""
    return len(ranking) if value is None or value not in ranking else ranking.index(value)


def answer(
    values: Sequence[Scalar | None], hit: Hit, gather: Gather | None, kind: Type
) -> Scalar | None:
    """What the values of the rows that hold come to; by priority, the better stand first."""
    match hit:
        case Hit.FIRST | Hit.PRIORITY:
            return typed(values[0], kind)
        case Hit.UNIQUE:
            return typed(values[0], kind) if len(values) == 1 else None
        case Hit.COLLECT:
            return _gathered([value for value in values if value is not None], gather, kind)
        case _:
            assert_never(hit)


def typed(value: Scalar | None, kind: Type) -> Scalar | None:
    """The value in the output's own type: a row may tell a whole number of an amount."""
    if value is None:
        return None
    if kind in NUMERIC:
        exact = Decimal(str(value))
        return exact if DECIMALS[kind] else int(exact)
    return words.plain(value, Type.NUMBER) if kind is Type.TEXT else value


def _gathered(values: Sequence[Scalar], gather: Gather | None, kind: Type) -> Scalar | None:
    match gather:
        case Gather.LIST:
            return ", ".join(dict.fromkeys(str(typed(each, kind)) for each in values)) or None
        case Gather.COUNT:
            return len(values)
        case Gather.SUM:
            return typed(sum((Decimal(str(each)) for each in values), Decimal(0)), kind)
        case Gather.LEAST:
            return typed(min(values, key=size, default=None), kind)
        case Gather.MOST:
            return typed(max(values, key=size, default=None), kind)
        case None:
            raise AssertionError("whatever collects is gathered somehow")
        case _:
            assert_never(gather)
