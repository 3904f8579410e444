"""One value of a cell, as its fact's type wants it: ``gold``, ``12000``, ``$gold_spend``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from careplay.diagnostics import nearest, quoted
from careplay.language.codes import (
    BAD_NUMBER,
    NO_SUCH_DATE,
    UNKNOWN_CHOICE,
    UNREADABLE_CELL,
)
from careplay.language.kinds import Kind
from careplay.language.values.moments import day, looks_like_date
from careplay.language.values.numbers import number
from careplay.language.wrong import Wrong
from careplay.model.conditions import Operand, Today
from careplay.model.types import NUMERIC, TIMES, Parameter, Span, Type

PARAMETER = re.compile(r"\$(\w+)")
TRUTHS = {"true": True, "是": True, "false": False, "否": False}
UNTRUE = {"yes": "true", "no": "false", "on": "true", "off": "false", "对": "是", "不是": "否"}
TODAY = frozenset({"today", "今天"})


def scalar(text: str, kind: Kind) -> Operand | Wrong:
    """The value the text stands for in a cell of this kind, or why it stands for none."""
    if (found := PARAMETER.fullmatch(text)) is not None:
        return Parameter(found[1])
    if kind.type in NUMERIC:
        return number(text, kind.type)
    if kind.type in TIMES:
        return Today(Span(0)) if text in TODAY else day(text)
    if kind.type is Type.BOOLEAN:
        return _truth(text)
    if kind.type is Type.CHOICE and text not in kind.choices:
        return _no_choice(text, kind.choices)
    return text


def is_value(text: str, kind: Kind) -> bool:
    """Whether the text can stand for a value of this kind."""
    return not isinstance(scalar(text, kind), Wrong)


def near_miss(text: str, kind: Kind) -> Wrong | None:
    """What is wrong with a text that is plainly meant for a value of this kind."""
    wrong = scalar(text, kind)
    if not isinstance(wrong, Wrong):
        return None
    if wrong.code == UNKNOWN_CHOICE:
        return wrong
    if wrong.code == NO_SUCH_DATE and (
        looks_like_date(text) or "write a date" not in wrong.way
    ):
        return wrong
    if wrong.code == BAD_NUMBER and "such as" not in wrong.way:
        return wrong
    return wrong if wrong.code == UNREADABLE_CELL else None


def _truth(text: str) -> bool | Wrong:
    if text in TRUTHS:
        return TRUTHS[text]
    meant = UNTRUE.get(text.lower(), text.lower())
    way = f"write {meant}" if meant in TRUTHS else "write true or false"
    return Wrong(UNREADABLE_CELL, f"{quoted(text)} is neither true nor false", way, text)


def _no_choice(text: str, choices: Iterable[str]) -> Wrong:
    listed = list(choices)
    near = nearest(text, listed)
    way = f'did you mean "{near}"? ' if near else ""
    known = ", ".join(listed)
    what = f"unknown choice {quoted(text)}"
    return Wrong(UNKNOWN_CHOICE, what, f"{way}choices are {known}", text)
