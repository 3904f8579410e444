"""Random conditions and rows, hostile ones among them, to hold engines against each other.

Values are few and close together, so that they often meet; beside them stand those that have
broken one program or another: texts that look like numbers or like JSON, very long ones,
numbers at the edges of machine words, facts whose names are words of the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from careplay.model.business import Business, DatedParameter
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operand,
    Operator,
    Since,
    TextCompare,
    TextOperator,
    Today,
)
from careplay.model.types import DECIMALS, NUMERIC, TIMES, WORDS, Parameter, Scalar, Span, Type
from strategies.world import BUSINESS

Row = Mapping[str, Scalar | None]

DAY = date(2026, 11, 21)
SINCE = DAY - timedelta(days=3)
TYPES: Mapping[str, Type] = {
    "id": Type.TEXT,
    "sid": Type.INTEGER,
    "$s": Type.BOOLEAN,
    "m": Type.MONEY,
    "f0": Type.NUMBER,
    'a "b" c': Type.TEXT,
    "空 调": Type.TEXT,
    "spend@1": Type.MONEY,
    "event.at": Type.MOMENT,
    "level": Type.CHOICE,
    "owner": Type.STAFF,
    "birthday": Type.DATE,
    "points": Type.INTEGER,
    "$not": Type.BOOLEAN,
}
LEVELS = ("A", "B", "C")
PEOPLE = ("p1", "p2", "it's")
PLAIN_WORDS = ("空调", "it's", "A", "a", "", "ab 空调 c", "5", "true", "null", "A ", "A!")
HARD_WORDS = (
    'say "空调"', "back\\slash", "\\u7a7a", "line\nbreak", "\t", "\x7f", "{}", '{"a":1}', "'",
    '"', "\\", "🎂", "e\u0301", "\u00e9", "\u2028", "%", "NaN", "5.0", "x" * 500, "x" * 501,
)  # fmt: skip
UNWRITTEN = ("nul\x00", "nul\x00l", "x" * 65_536 + "空调", "y" * 100_000)
"""Texts that rows may have, and no playbook."""
UNHELD = ("\ud800", "A\udfff")
"""Texts that not even a database can hold."""
INTEGERS = (0, 1, 2, 3, 5, 7, 10, -1, -3)
HARD_INTEGERS = (
    *(sign * (2**power + n) for power in (31, 32, 52, 53)
      for n in (-1, 0, 1) for sign in (1, -1)),
    2**63 - 1, -(2**63), 10**15,
)  # fmt: skip
DECIMAL_WORDS = ("0", "1", "2", "5", "2.5", "10", "100", "-1", "0.33", "0.01", "-2.5")
HARD_DECIMALS = {
    Type.NUMBER: ("999999999999.999999", "-999999999999.999999", "4503599627.370496",
                  "4503599627.370495", "4503599627.370497", "0.000001", "0.333333"),
    Type.MONEY: ("9999999999999999.99", "-9999999999999999.99", "45035996273704.96",
                 "45035996273704.95", "45035996273704.97", "21474836.48", "21474836.47"),
}  # fmt: skip
KEPT = ("0.333333", "0.0000001", "2.505", "-0.005", "1e15", "-1e15", "2.50")
"""Numbers that a playbook may compare with, although a type may not keep them."""
DATES = (
    *(DAY + timedelta(days=n) for n in (-400, -31, -30, -7, -3, -1, 0, 1, 7)),
    date(1900, 1, 1), date(2024, 2, 29), date(2100, 12, 31),
)  # fmt: skip
TIMES_OF_DAY = (time(0), time(9), time(23, 59, 59, 999_999))
PARAMETERS: Mapping[str, Scalar] = {
    "number": Decimal("2.5"),
    "whole": 3,
    "word": "空调",
    "day": DAY - timedelta(days=30),
}
WORLD: Business = replace(
    BUSINESS,
    parameters={
        name: DatedParameter(name, ((date.min, told),)) for name, told in PARAMETERS.items()
    },
)


def condition(random: Random, depth: int = 3) -> Condition:
    """A condition about some of the names, as the language can write it and deeper."""
    kind = random.random()
    if depth == 0 or kind < 0.35:
        return _question(random, random.choice(tuple(TYPES)))
    if kind < 0.45:
        return Not(condition(random, depth - 1))
    group = random.choice((AllOf, AnyOf, NoneOf))
    return group(tuple(condition(random, depth - 1) for _ in range(random.randrange(5))))


def row(random: Random, *, unheld: bool = False) -> Row:
    """Values of some of the names; ``unheld`` with texts that no database can hold."""
    told = {name: value(random, kind) for name, kind in TYPES.items() if random.random() > 0.1}
    if unheld:
        told["id"] = random.choice(UNHELD)
    return told


def value(random: Random, kind: Type) -> Scalar | None:
    """A value of the type, or none."""
    if random.random() < 0.12:
        return None
    if kind in TIMES:
        day = random.choice(DATES)
        return day if kind is Type.DATE else datetime.combine(day, random.choice(TIMES_OF_DAY))
    if kind is Type.BOOLEAN:
        return random.random() < 0.5
    if kind in WORDS:
        return _word(random, kind, UNWRITTEN)
    hard = random.random() < 0.2
    if kind is Type.INTEGER:
        return random.choice(HARD_INTEGERS) if hard else random.choice(INTEGERS)
    exact = Decimal(random.choice(HARD_DECIMALS[kind] if hard else DECIMAL_WORDS))
    return exact.quantize(Decimal(1).scaleb(-DECIMALS[kind]))


def _word(random: Random, kind: Type, more: Sequence[str] = ()) -> str:
    if kind is not Type.TEXT:
        return random.choice(LEVELS if kind is Type.CHOICE else PEOPLE)
    if more and random.random() < 0.02:
        return random.choice(more)
    return random.choice(HARD_WORDS if random.random() < 0.3 else PLAIN_WORDS)


def _question(random: Random, name: str) -> Condition:
    kind = TYPES[name]
    asked = random.randrange(10)
    if asked == 0:
        return Missing(name)
    if asked == 1:
        return Known(name)
    if asked in {2, 3, 4} and kind is not Type.BOOLEAN:
        many = random.choice((1, 2, 3, 3, 12))
        return OneOf(name, tuple(_operand(random, kind) for _ in range(many)))
    if asked in {5, 6} and kind in {Type.TEXT, Type.CHOICE}:
        text = _operand(random, Type.TEXT)
        assert isinstance(text, str | Parameter)
        return TextCompare(name, TextOperator.CONTAINS, text)
    ordered = kind in NUMERIC | TIMES or (kind is Type.TEXT and random.random() < 0.2)
    operator = random.choice(tuple(Operator)) if ordered else Operator.EQUAL
    return Compare(name, operator, _operand(random, kind))


def _operand(random: Random, kind: Type) -> Operand:
    if kind in TIMES:
        moved = Span(random.choice((0, 1, 3, 30)), negative=True)
        found = (Today(moved), Since(moved), Parameter("day"), random.choice(DATES))
        return random.choice(found)
    if kind is Type.BOOLEAN:
        return random.random() < 0.5
    if kind in WORDS:
        named = kind is Type.TEXT and random.random() < 0.1
        return Parameter("word") if named else _word(random, kind)
    numbers = (
        Parameter(random.choice(("number", "whole"))),
        random.choice(INTEGERS),
        Decimal(random.choice(DECIMAL_WORDS)),
        Decimal(random.choice(KEPT)),
        value(random, kind) or 0,
    )
    return random.choice(numbers)
