"""Cells that compare: ``at least 5``, ``5 to 9``, ``in the last 30 days``, ``包含空调``."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from careplay.diagnostics import quoted
from careplay.language.codes import COMMA, QUOTED, UNREADABLE_CELL, WRONG_QUESTION
from careplay.language.conditions import words
from careplay.language.kinds import Kind
from careplay.language.values.scalars import is_value, scalar
from careplay.language.values.spans import CALENDAR_UNITS, span_in
from careplay.language.wrong import Wrong
from careplay.model.conditions import (
    AllOf,
    Compare,
    Condition,
    Operand,
    Operator,
    TextCompare,
    TextOperator,
    Today,
)
from careplay.model.types import NUMERIC, TIMES, Parameter, Span, Type

ParsedCondition: TypeAlias = Condition | Wrong

NOBODY = ""
"""The fact of a cell that is not yet bound to one."""


def compared_text(text: str, kind: Kind) -> ParsedCondition | None:
    """``contains 空调``, of a text."""
    for opening, operator in words.TEXTS:
        if (found := opening.fullmatch(text)) is not None:
            return _compared_text(operator, found[1].strip(), kind)
    return None


def _compared_text(operator: TextOperator, other: str, kind: Kind) -> ParsedCondition | None:
    if kind.type is not Type.TEXT:
        return _wrong_question(operator, kind)
    if other.startswith("$"):
        value = scalar(other, kind)
        if isinstance(value, Parameter | str):
            return TextCompare(NOBODY, operator, value)
        return None
    if any(sign in other for sign in words.COMMAS):
        way = f'put one "{operator}" for each under "any:" or "all:"'
        return Wrong(COMMA, f"{quoted(other)} would be looked for with its comma", way, other)
    if (wrong := with_quotes(other)) is not None:
        return wrong
    return TextCompare(NOBODY, operator, other)


def with_quotes(text: str) -> Wrong | None:
    """A text in quotation marks that YAML leaves in it, as behind ``not`` and ``contains``."""
    inner = words.unquoted(text)
    if inner is None:
        return None
    return Wrong(
        QUOTED, f"the quotation marks of {text} are part of the word", f"write {inner}", text
    )


def related(text: str, kind: Kind) -> ParsedCondition | None:
    """``in the last 30 days``, ``未来7天``, ``over 90 days ago``."""
    if kind.type not in TIMES:
        return None
    if (found := words.AGO.fullmatch(text)) is not None:
        return _moved(
            found.groups(), lambda day: Compare(NOBODY, Operator.LESS, day), back=True
        )
    if (found := words.LAST.fullmatch(text)) is not None:
        return _moved(found.groups(), lambda day: _from_to(day, Today(Span(0))), back=True)
    if (found := words.NEXT.fullmatch(text)) is not None:
        return _moved(found.groups(), lambda day: _from_to(Today(Span(0)), day), back=False)
    return None


def _moved(
    groups: tuple[str | None, ...], made: Callable[[Today], Condition], *, back: bool
) -> ParsedCondition:
    amount, unit = (group for group in _told(groups))
    moved = span_in(amount, unit, CALENDAR_UNITS)
    if isinstance(moved, Wrong):
        return moved
    return made(Today(Span(moved.amount, moved.unit, back)))


def _told(groups: Iterable[str | None]) -> list[str]:
    return [group for group in groups if group is not None]


def _from_to(first: Operand, last: Operand) -> Condition:
    return AllOf(
        (Compare(NOBODY, Operator.AT_LEAST, first), Compare(NOBODY, Operator.AT_MOST, last))
    )


def compared_with(text: str, kind: Kind) -> ParsedCondition | None:
    """``at least 5`` of a number, ``on or after 2026-01-01`` of a date."""
    for table, said, types, other in (
        (words.NUMBERS, words.SAID, NUMERIC, words.SAID_OF_DAYS),
        (words.DAYS, words.SAID_OF_DAYS, TIMES, words.SAID),
    ):
        for pattern, operator in table:
            if (found := pattern.fullmatch(text)) is None:
                continue
            if kind.type in types:
                return _compared(operator, found[1].strip(), kind)
            if kind.type in NUMERIC | TIMES and is_value(found[1].strip(), kind):
                way = f'write "{other[operator]} {found[1].strip()}"'
                what = f'"{said[operator]}" is not asked of {a(kind)}'
                return Wrong(WRONG_QUESTION, what, way, text[: found.start(1)].strip())
    return None


def _compared(operator: Operator, text: str, kind: Kind) -> ParsedCondition:
    value = scalar(text, kind)
    return value if isinstance(value, Wrong) else Compare(NOBODY, operator, value)


def between(text: str, kind: Kind) -> ParsedCondition | None:
    """``5 to 9``, ``5 to under 10``, ``5至9``, ``5至不足10``."""
    if kind.type not in NUMERIC | TIMES or (found := words.RANGE.fullmatch(text)) is None:
        return None
    first, last = scalar(found[1].strip(), kind), scalar(found[4].strip(), kind)
    for wrong in (first, last):
        if isinstance(wrong, Wrong):
            return wrong
    below = Operator.LESS if found[2] or found[3] else Operator.AT_MOST
    ends = ((Operator.AT_LEAST, first), (below, last))
    return AllOf(
        tuple(Compare(NOBODY, o, end) for o, end in ends if not isinstance(end, Wrong))
    )


def misplaced(text: str, kind: Kind) -> ParsedCondition | None:
    """Signs instead of words, and questions that this type cannot answer."""
    if (found := words.SIGNS.fullmatch(text)) is not None:
        return _without_sign(found[1], found[2].strip(), kind)
    if kind.type in NUMERIC | TIMES:
        return None
    truth = text in {"true", "false"} and kind.type in {Type.TEXT, Type.STAFF}
    if not truth and words.LIKE_A_QUESTION.match(text) is None:
        return None
    way = f"; or [{text}] for these very words" if kind.type is Type.TEXT else ""
    wrong = _wrong_question(text, kind)
    return replace(wrong, way=wrong.way + way)


def _without_sign(sign: str, rest: str, kind: Kind) -> ParsedCondition | None:
    what = f'signs such as "{sign}" are not read'
    if sign in {"=", "==", "＝"}:
        return Wrong(UNREADABLE_CELL, what, f'write "{rest}" alone', sign)
    if sign in {"!=", "<>", "≠"}:
        return Wrong(UNREADABLE_CELL, what, f'write "not {rest}"', sign)
    if kind.type not in NUMERIC | TIMES:
        return None if kind.type is Type.TEXT else _wrong_question(sign, kind)
    said = words.SAID_OF_DAYS if kind.type in TIMES else words.SAID
    way = f'write "{said[words.BY_SIGN[sign]]} {rest}"'
    return Wrong(UNREADABLE_CELL, what, way, sign)


def _wrong_question(text: str, kind: Kind) -> Wrong:
    what = f"{quoted(text)} is not asked of {a(kind)}"
    return Wrong(WRONG_QUESTION, what, words.writable_forms(kind, text), text)


def a(kind: Kind) -> str:
    """The type with its article: ``an integer``."""
    names = {Type.MONEY: "an amount of money", Type.STAFF: "a member of staff"}
    article = "an" if kind.type is Type.INTEGER else "a"
    return names.get(kind.type, f"{article} {kind.type}")
