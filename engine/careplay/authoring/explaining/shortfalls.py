"""What it would have taken for a cell to be answered otherwise: the nearest value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from careplay.authoring.explaining.sight import Sight
from careplay.meaning.clock import value_of
from careplay.meaning.truth import truth
from careplay.model.conditions import Condition, Known, Missing, Today, leaves_of, operands
from careplay.model.facts import choices_of
from careplay.model.types import DECIMALS, NUMERIC, TIMES, Scalar, Type
from careplay.model.words import plain
from careplay.outputs.explained import Shift, Shortfall

ONE_DAY = timedelta(days=1)
WAITED = 3660
"""So many days ahead it is looked whether a cell comes true by itself."""
ANY_TEXT = "…"
"""Stands for a text that is none of those that are named."""


def shortfall(cell: Condition, fact: str, sight: Sight, *, wanted: bool) -> Shortfall | None:
    """What it would have taken; None where no value would do."""
    value, kind = sight.row.get(fact), sight.known.kind(fact)
    would = [
        each
        for each in candidates((cell,), fact, sight)
        if truth(cell, {**sight.row, fact: each}, sight.clock) is wanted
    ]
    if not would:
        return None
    if sight.known.is_hidden(fact):
        return veiled(value, nearest(value, would))
    days = _waits(cell, sight, wanted=wanted) if value is not None else None
    if days is not None:
        return Shortfall(Shift.WAITS, str(days))
    return between(value, nearest(value, would), kind)


def veiled(value: Scalar | None, other: Scalar | None) -> Shortfall:
    """How they differ, without a word of what is personal."""
    if value is None:
        return Shortfall(Shift.TOLD)
    return Shortfall(Shift.MISSING if other is None else Shift.HIDDEN)


def between(value: Scalar | None, other: Scalar | None, kind: Type) -> Shortfall:
    """How the one value differs from the other, which would do."""
    if other is None:
        return Shortfall(Shift.MISSING)
    told = "" if other == ANY_TEXT else plain(other, kind)
    if value is None:
        return Shortfall(Shift.TOLD, value=told)
    if kind in NUMERIC:
        more = _number(other) - _number(value)
        way = Shift.MORE if more > 0 else Shift.LESS
        return Shortfall(way, plain(abs(more), kind), told)
    if kind in TIMES:
        days = (_day(other) - _day(value)).days
        return Shortfall(Shift.LATER if days > 0 else Shift.EARLIER, str(abs(days)), told)
    return Shortfall(Shift.OTHER, value=told)


def candidates(
    cells: Iterable[Condition], fact: str, sight: Sight
) -> tuple[Scalar | None, ...]:
    """Values of the fact that its cells can tell apart, each once; that it is missing last."""
    found = dict.fromkeys(each for cell in cells for each in _limits(cell, fact, sight))
    return (*found, *_others(fact, sight, found), None)


def nearest(value: Scalar | None, would: list[Scalar | None]) -> Scalar | None:
    """The one that is least far from the value; the first one where that cannot be told."""
    told = [each for each in would if each is not None]
    if not told:
        return None
    if value is None or isinstance(value, str | bool):
        return told[0]
    return min(told, key=lambda each: abs(_size(each) - _size(value)))


def _limits(cell: Condition, fact: str, sight: Sight) -> Iterator[Scalar]:
    kind = sight.known.kind(fact)
    for leaf in leaves_of(cell):
        if leaf.fact != fact:
            continue
        for operand in operands(leaf):
            yield from _about(value_of(operand, sight.clock), kind)


def _about(value: Scalar, kind: Type) -> Iterator[Scalar]:
    """The value, and those beside it, as the fact may hold them."""
    if kind in NUMERIC:
        step = Decimal(1).scaleb(-DECIMALS[kind])
        exact = _number(value)
        down = exact.quantize(step, "ROUND_FLOOR")
        for each in (down, down + step, down - step):
            yield int(each) if kind is Type.INTEGER else each
    elif kind in TIMES:
        for days in (0, 1, -1):
            near = _day(value) + days * ONE_DAY
            yield datetime.combine(near, time(12)) if kind is Type.MOMENT else near
    else:
        yield value


def _others(fact: str, sight: Sight, known: Iterable[Scalar]) -> Iterator[Scalar]:
    """Some more: the other answers of a choice; of a number or a date any that is told."""
    told = {*known}
    yield from (each for each in _usual(fact, sight) if each not in told)


def _usual(fact: str, sight: Sight) -> tuple[Scalar, ...]:
    day, facts = sight.clock.day, sight.known.business.facts
    match sight.known.kind(fact):
        case Type.BOOLEAN:
            return (True, False)
        case Type.CHOICE | Type.TEXT | Type.STAFF:
            named = choices_of(facts[fact]) if fact in facts else ()
            return named or (ANY_TEXT,)
        case Type.INTEGER:
            return (0,)
        case Type.NUMBER | Type.MONEY:
            return (Decimal(0),)
        case Type.DATE:
            return (day,)
        case Type.MOMENT:
            return (datetime.combine(day, time(12)),)


def _waits(cell: Condition, sight: Sight, *, wanted: bool) -> int | None:
    """In how many days it comes true by itself; None where it does not."""
    leaves = leaves_of(cell)
    moving = any(isinstance(each, Today) for leaf in leaves for each in operands(leaf))
    if not moving or any(isinstance(leaf, Missing | Known) for leaf in leaves):
        return None
    for days in range(1, WAITED + 1):
        then = replace(sight.clock, day=sight.clock.day + days * ONE_DAY)
        if truth(cell, sight.row, then) is wanted:
            return days
    return None


def _number(value: Scalar) -> Decimal:
    assert isinstance(value, int | Decimal)  # noqa: S101 - checks hold types against values
    return Decimal(value)


def _day(value: Scalar) -> date:
    assert isinstance(value, date)  # noqa: S101 - the same
    return value.date() if isinstance(value, datetime) else value


def _size(value: Scalar) -> Decimal:
    return Decimal(_day(value).toordinal()) if isinstance(value, date) else _number(value)
