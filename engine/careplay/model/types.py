"""The types a fact or an attribute may have, and the spans of time a playbook may name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from careplay.frozen import dataclass


class Type(StrEnum):
    """What kind of value a fact or an attribute holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    STAFF = "staff"


Types: TypeAlias = Mapping[str, Type]
"""The type of each name that a condition may ask about."""

NUMERIC = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY})
WORDS = frozenset({Type.TEXT, Type.CHOICE, Type.STAFF})
TIMES = frozenset({Type.DATE, Type.MOMENT})

DECIMALS = {Type.INTEGER: 0, Type.NUMBER: 6, Type.MONEY: 2}
"""Digits after the point that a number keeps; sums are exact in every engine."""

Scalar: TypeAlias = str | int | Decimal | bool | date | datetime
"""A value as Python holds it; a moment is a naive datetime in the business's timezone."""


class Unit(StrEnum):
    """The units a span of time is counted in."""

    MINUTES = "minutes"
    """Only in flows."""
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, word or date a manager keeps under a name: ``$gold_spend``."""

    name: str


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: ``30 days``, ``$callback_days`` days, or minus 3 months."""

    amount: int | Parameter
    unit: Unit = Unit.DAYS
    negative: bool = False
