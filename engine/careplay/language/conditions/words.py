"""The words a cell may open with, in English and Chinese, and what may be written instead."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from __future__ import annotations

import re
from typing import assert_never

from careplay.language.kinds import Kind
from careplay.language.values.spans import PATTERN
from careplay.model.conditions import Operator, TextOperator
from careplay.model.types import Type

COMMAS = ",，、;；"
PRESENT = frozenset({"present", "有"})
MISSING = frozenset({"missing", "无"})
NOT = re.compile(r"(?:not\s+|非\s*)(.+)")


def _opening(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{english})\s+|(?:{chinese})\s*)(.+)")


TEXTS = ((_opening("contains", "包含"), TextOperator.CONTAINS),)
NUMBERS = (
    (_opening("at least", "至少|不少于"), Operator.AT_LEAST),
    (_opening("over", "超过"), Operator.MORE),
    (_opening("at most", "至多|不超过"), Operator.AT_MOST),
    (_opening("under", "低于|不足"), Operator.LESS),
)
DAYS = (
    (_opening("on or before", "不晚于"), Operator.AT_MOST),
    (_opening("on or after", "不早于"), Operator.AT_LEAST),
    (_opening("before", "早于"), Operator.LESS),
    (_opening("after", "晚于"), Operator.MORE),
)
LAST = re.compile(rf"(?:in the last\s+|最近\s*){PATTERN}")
NEXT = re.compile(rf"(?:in the next\s+|未来\s*){PATTERN}")
AGO = re.compile(rf"(?:over\s+{PATTERN}\s+ago|超过\s*{PATTERN}前)")

RANGE = re.compile(r"(.+?)(?:\s+to\s+(under\s+)?|\s*至\s*(不足|低于)?\s*)(.+)")
SEVERAL = re.compile(r"\s*(?:[,，、;；]|\s(?:or|and)\s|或者?|和)\s*")
SIGNS = re.compile(r"\s*(>=|<=|=>|=<|==|!=|<>|[><=≥≤≠＞＜＝])\s*(.+)")

QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "«": "»", "「": "」", "『": "』"}
"""What closes a quotation, by what opens it."""

LIKE_A_QUESTION = re.compile(
    r"(?:at least|at most|over|under|in the last|in the next|on or after|on or before)\s+[\d$]"
    r"|(?:before|after)\s+(?:\d{4}-|today|\$)"
    r"|(?:至少|不少于|超过|至多|不超过|低于|不足|最近|未来|早于|不早于|晚于|不晚于)\s*[\d$]"
)
"""A question about a number or date, found where a text is asked for."""

SAID = {
    Operator.AT_LEAST: "at least",
    Operator.MORE: "over",
    Operator.AT_MOST: "at most",
    Operator.LESS: "under",
}
SAID_OF_DAYS = {
    Operator.AT_LEAST: "on or after",
    Operator.MORE: "after",
    Operator.AT_MOST: "on or before",
    Operator.LESS: "before",
}
OPPOSITE = {
    Operator.AT_LEAST: Operator.LESS,
    Operator.LESS: Operator.AT_LEAST,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE,
}
BY_SIGN = {
    ">=": Operator.AT_LEAST,
    "=>": Operator.AT_LEAST,
    "≥": Operator.AT_LEAST,
    ">": Operator.MORE,
    "＞": Operator.MORE,
    "<=": Operator.AT_MOST,
    "=<": Operator.AT_MOST,
    "≤": Operator.AT_MOST,
    "<": Operator.LESS,
    "＜": Operator.LESS,
}


def unquoted(text: str) -> str | None:
    """What stands between quotation marks that enclose the whole text; None where none do."""
    closing = QUOTES.get(text[:1])
    inner = text[1:-1].strip()
    return inner if closing is not None and inner and text.endswith(closing) else None


def writable_forms(kind: Kind, written: str = "") -> str:
    """What can be written in a cell of this kind; in Chinese for one who wrote Chinese."""
    chinese = not written.isascii()
    known = "有 or 无" if chinese else "present or missing"
    match kind.type:
        case Type.INTEGER | Type.NUMBER | Type.MONEY:
            return NUMBER_FORMS[chinese]
        case Type.DATE | Type.MOMENT:
            return DAY_FORMS[chinese]
        case Type.BOOLEAN:
            return f"write true, false, {known}"
        case Type.CHOICE:
            return f"write one of {', '.join(kind.choices)}, a list, not ..., {known}"
        case Type.TEXT | Type.STAFF:
            asked = ", ".join(f"{each} ..." for each in TextOperator)
            return f"write the text, a list of texts, not ..., {asked}, {known}"
        case _:
            assert_never(kind.type)


NUMBER_FORMS = (
    (
        "write a number such as 5, or at least 5, over 5, at most 5, under 5, 5 to 9, not 5, "
        "[5, 6], present or missing"
    ),
    "write a number such as 5, or 至少5, 超过5, 至多5, 低于5, 5至9, 非5, [5, 6], 有 or 无",
)
DAY_FORMS = (
    (
        "write before, after, on or before or on or after 2026-12-31, in the last 30 days, "
        "in the next 7 days, over 90 days ago, present or missing"
    ),
    "write 早于, 晚于, 不早于 or 不晚于2026-12-31, 最近30天, 未来7天, 超过90天前, 有 or 无",
)
"""In English and in Chinese."""
