"""What the values of a column are: dates in which form, numbers, yes and no, a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.model.types import DECIMALS, Type

CountedValues: TypeAlias = Sequence[tuple[str, int]]
"""Values, each with how many rows have it."""
NEARLY = 0.9
"""So much of a column must be of a type for it to be taken for that."""
FEW = 12
"""A choice has at most so many words."""
MISSING = frozenset(
    ("无", "未填", "未知", "暂无", "不详", "空", "-", "--", "—", "/", "\\", "?", "N/A", "n/a",
     "NA", "null", "NULL", "None", "none", "nan", "NaN", "unknown", "#N/A", "0000-00-00")
)  # fmt: skip
YES = ("true", "yes", "1", "是", "y", "√", "✓", "t", "同意", "有", "愿意", "ja", "oui", "x")
NO = (
    "false",
    "no",
    "0",
    "否",
    "n",
    "×",  # noqa: RUF001 - as it is written
    "✗",
    "f",
    "不同意",
    "无",
    "没有",
    "不愿意",
    "nein",
    "non",
)
USUAL = ("true", "yes", "1", "是", "false", "no", "0", "否")
CLOCK = r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[APap][Mm])?(Z|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(
    rf"(\d{{4}}([-/.])\d{{1,2}}\2\d{{1,2}}|(19|20)\d{{6}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日){CLOCK}"
)
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2\d{{4}}{CLOCK}")
NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}日")
SERIAL = re.compile(r"[1-7]\d{4}(\.\d+)?")
NAMED = re.compile(rf"\d{{1,2}}([ ./-])[A-Z][a-z]{{2}}\1\d{{4}}{CLOCK}")
COMMA = re.compile(r"[-+]?\D{0,3}\s?(\d{1,3}([. ]\d{3})+|\d+),\d{1,2}\s?\D{0,3}")
POINT = re.compile(r"[-+]?[¥￥$€£]?\s?(\d{1,3}([,，]\d{3})+|\d+)(\.\d+)?\s?[元¥€£$]?")
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
WHOLE = re.compile(r"[+-]?(0|[1-9]\d{0,14})(\.0+)?")


@dataclass(frozen=True, slots=True)
class ValueForm:
    """The type of a column's values, what must be said of how they are written, and doubts."""

    type: Type
    dates: tuple[str, ...] = ()
    year: str = ""
    decimal: str = ""
    missing: tuple[str, ...] = ()
    means_yes: tuple[str, ...] = ()
    means_no: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Of a choice, in order of how common they are."""
    doubt: str = ""
    """``either``: its dates can be read by day or by month first; ``no year``."""
    timed: bool = False
    """Whether its dates tell a time of day."""


def form_of(values: CountedValues, rows: int, *, time: bool, boolean: bool) -> ValueForm:
    """The form; ``time``: its heading speaks of dates, ``boolean``: of yes and no."""
    missing = tuple(value for value, _ in values if value in MISSING)
    told = [(value, count) for value, count in values if value not in MISSING]
    if not told:
        return ValueForm(Type.TEXT)
    if (found := _boolean([value for value, _ in values], sure=boolean)) is not None:
        return found
    for read in (_dates(time=time), _number):
        if (found := read(told)) is not None:
            return replace(found, missing=missing)
    words = tuple(value for value, _ in told)
    if len(words) <= FEW and rows >= 3 * len(words) and max(map(len, words)) <= FEW:
        return ValueForm(Type.CHOICE, missing=missing, words=words)
    return ValueForm(Type.TEXT)


def _share(told: CountedValues, fits: Callable[[str], object]) -> float:
    whole = sum(count for _, count in told)
    return sum(count for value, count in told if fits(value)) / whole


def _boolean(words: Sequence[str], *, sure: bool) -> ValueForm | None:
    """Two words, one of which means yes; digits and words for nothing only if that is sure."""
    folded = {word.lower(): word for word in words}
    if len(folded) > 4 or not folded.keys() <= {*YES, *NO}:
        return None
    if not sure and ({*folded} <= {"0", "1", "无", "有", "x", "t", "f"} or len(folded) < 2):
        return None
    odd = [word for low, word in folded.items() if low not in USUAL]
    return ValueForm(
        Type.BOOLEAN,
        means_yes=tuple(word for word in odd if word.lower() in YES),
        means_no=tuple(word for word in odd if word.lower() in NO),
    )


def _dates(*, time: bool) -> Callable[[CountedValues], ValueForm | None]:
    """Dates in whatever form; digits alone only under a heading that speaks of dates."""

    def read(told: CountedValues) -> ValueForm | None:
        forms = (YEAR_FIRST, YEAR_LAST, NAMED, *([NO_YEAR, SERIAL] if time else []))
        digits = re.compile(r"\d{8}")
        if not time and _share(told, digits.fullmatch) > 1 - NEARLY:
            return None
        if _share(told, lambda value: any(each.fullmatch(value) for each in forms)) < NEARLY:
            return None
        values = [value for value, _ in told]
        dates, doubt = _stated(values)
        timed = any(
            ":" in value or (SERIAL.fullmatch(value) and "." in value) for value in values
        )
        year = "2000" if any("月" in each for each in dates) else ""
        doubt = "no year" if year else doubt
        kind = Type.MOMENT if timed and not _at_midnight(values) else Type.DATE
        return ValueForm(kind, dates, year, doubt=doubt, timed=timed)

    return read


def _at_midnight(values: Iterable[str]) -> bool:
    return all(
        re.search(r"[ T]00:00(:00(\.0+)?)?$", each) or ":" not in each for each in values
    )


def _stated(values: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Examples of all forms that are not usual, and whether one of them is a guess."""
    found: dict[str, None] = {}
    doubt = ""
    for sign in "./-":
        parts = [
            (int(each[1]), int(each[3]))
            for each in map(YEAR_LAST.fullmatch, values)
            if each and each[2] == sign
        ]
        if not parts:
            continue
        by_day = any(first > 12 for first, _ in parts)
        by_month = any(second > 12 for _, second in parts)
        if not by_day and not by_month:
            doubt = "either"
        month_first = by_month and not by_day
        found[f"12{sign}31{sign}2026" if month_first else f"31{sign}12{sign}2026"] = None
    for each in map(NAMED.fullmatch, values):
        if each:
            found[f"31{each[1]}Dec{each[1]}2026"] = None
    if any(map(SERIAL.fullmatch, values)):
        found["46387"] = None
    if any(map(NO_YEAR.fullmatch, values)):
        found["12月31日"] = None
    return tuple(found), doubt


def _number(told: CountedValues) -> ValueForm | None:
    values = [value for value, _ in told]
    if _share(told, WHOLE.fullmatch) >= NEARLY and all(map(WHOLE.fullmatch, values)):
        return ValueForm(Type.INTEGER)
    if _share(told, PLAIN.fullmatch) >= NEARLY and not any(map(_is_padded, values)):
        digits = max(len(value.partition(".")[2].rstrip("0")) for value in values)
        if digits > DECIMALS[Type.NUMBER]:
            return ValueForm(Type.TEXT, doubt="too fine")
        return ValueForm(Type.NUMBER if digits > DECIMALS[Type.MONEY] else Type.MONEY)
    commas = sum(bool(COMMA.fullmatch(value)) for value in values)
    if (
        commas
        and _share(told, lambda each: COMMA.fullmatch(each) or POINT.fullmatch(each)) >= NEARLY
    ):
        return ValueForm(Type.MONEY, decimal="comma")
    if _share(told, POINT.fullmatch) >= NEARLY and not any(map(_is_padded, values)):
        return ValueForm(Type.MONEY, decimal="point")
    return None


def _is_padded(value: str) -> bool:
    """Whether noughts stand before it, as before no number."""
    return bool(re.fullmatch(r"0\d+", value))
