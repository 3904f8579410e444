"""A question in the words of a cell, as what is found of conditions and tables tells it."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from careplay.language.conditions.words import SAID, SAID_OF_DAYS
from careplay.meaning.words import cell_text
from careplay.model.conditions import (
    Compare,
    Known,
    Leaf,
    Missing,
    OneOf,
    Operand,
    Operator,
    Since,
    TextCompare,
    Today,
)


def question_text(leaf: Leaf) -> str:
    """The question as a cell would put it."""
    match leaf:
        case Compare(_, Operator.EQUAL, value):
            return cell_text(value)
        case Compare(_, operator, value):
            return comparison_text(operator, cell_text(value), dated=_dated(value))
        case OneOf(_, values):
            return f"[{', '.join(map(cell_text, values))}]"
        case TextCompare(_, text_operator, text):
            return f"{text_operator} {cell_text(text)}"
        case Missing():
            return "missing"
        case Known():
            return "told, as a text or channel needs it"
        case _:
            assert_never(leaf)


def comparison_text(operator: Operator, name: str, *, dated: bool) -> str:
    """``at least 5``, ``on or after 2026-01-01``."""
    return f"{(SAID_OF_DAYS if dated else SAID)[operator]} {name}"


def _dated(value: Operand) -> bool:
    return isinstance(value, date | Today | Since)
