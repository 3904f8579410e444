"""Conditions, days and numbers in words, as a plan tells them."""

from __future__ import annotations

from typing import assert_never

from careplay.meaning.words import cell_text
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
    TextCompare,
)
from careplay.planning.probes import Days, Listed, Stepped, Yearly

SHOWN = 4
"""So many dates of a longer list are told."""


def spoken(condition: Condition) -> str:  # noqa: C901, PLR0911, PLR0912 - a line a kind
    """The condition in words."""
    match condition:
        case AllOf(()):
            return "always"
        case AllOf(parts):
            return " and ".join(_grouped(part) for part in parts)
        case AnyOf(()):
            return "never"
        case AnyOf(parts):
            return " or ".join(_grouped(part) for part in parts)
        case NoneOf(parts):
            return f"none of ({', '.join(spoken(part) for part in parts)})"
        case Not(part):
            return f"not {_grouped(part)}"
        case Compare(fact, operator, value):
            return f"{fact} {operator} {cell_text(value)}"
        case OneOf(fact, values):
            return f"{fact} in [{', '.join(map(cell_text, values))}]"
        case TextCompare(fact, text_operator, text):
            return f'{fact} {text_operator} "{text}"'
        case Missing(fact):
            return f"{fact} is missing"
        case Known(fact):
            return f"{fact} is known"
        case _:
            assert_never(condition)


def days(due: Days) -> str:
    """The days in words."""
    match due:
        case Listed(dates):
            shown = ", ".join(map(str, dates[:SHOWN]))
            more = len(dates) - SHOWN
            return f"on {shown}" + (f" and {more} more" if more > 0 else "")
        case Yearly(month_days, year):
            shown = " or ".join(f"{month:02}-{day:02}" for month, day in month_days)
            return f"on {shown} before {year}"
        case Stepped(latest, every):
            step = "day" if every == 1 else f"{every} days"
            return f"on {latest} and every {step} before"
        case _:
            assert_never(due)


def _grouped(condition: Condition) -> str:
    several = isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1
    return f"({spoken(condition)})" if several else spoken(condition)
