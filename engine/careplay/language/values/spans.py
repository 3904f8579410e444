"""Spans of time: ``30 days``, ``12 months``, ``5 working days``, ``30天``, ``$n days``."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from careplay.diagnostics import quoted
from careplay.language.codes import BAD_SPAN
from careplay.language.wrong import Wrong
from careplay.model.types import Parameter, Span, Unit

UNITS = {
    "minute": Unit.MINUTES,
    "hour": Unit.HOURS,
    "day": Unit.DAYS,
    "working day": Unit.WORKING_DAYS,
    "week": Unit.WEEKS,
    "month": Unit.MONTHS,
    "year": Unit.YEARS,
    "分钟": Unit.MINUTES,
    "小时": Unit.HOURS,
    "个小时": Unit.HOURS,
    "天": Unit.DAYS,
    "日": Unit.DAYS,
    "个工作日": Unit.WORKING_DAYS,
    "工作日": Unit.WORKING_DAYS,
    "周": Unit.WEEKS,
    "个星期": Unit.WEEKS,
    "个月": Unit.MONTHS,
    "年": Unit.YEARS,
}
ENGLISH = "working days?|minutes?|hours?|days?|weeks?|months?|years?"
CHINESE = "分钟|个?小时|天|日|个?工作日|周|个星期|个月|年"
PATTERN = rf"(\d+|\$\w+)(?:\s+({ENGLISH})|\s*({CHINESE}))"
"""For use inside other patterns: amount, English unit, Chinese unit."""

SPAN = re.compile(PATTERN)
TIGHT = re.compile(r"(\d+)\s*([a-z ]+|月|星期|[dwmyh])", re.IGNORECASE)

CALENDAR_UNITS = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)
DAY_UNITS = (Unit.DAYS, Unit.WORKING_DAYS, *CALENDAR_UNITS[1:])
LONGEST = {
    Unit.MINUTES: 60 * 24 * 366,
    Unit.HOURS: 24 * 3660,
    Unit.DAYS: 36_600,
    Unit.WORKING_DAYS: 3_660,
    Unit.WEEKS: 5_200,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
"""A hundred years; ten for what has to be counted through holidays."""


@lru_cache(maxsize=4096)
def span(text: str, units: Collection[Unit] = DAY_UNITS) -> Span | Wrong:
    """The span, or why it is none; ``units`` are those that make sense in this place."""
    found = SPAN.fullmatch(text.strip())
    if found is None:
        what = f"{quoted(text)} is not a span of time"
        return Wrong(BAD_SPAN, what, _mended(text, units), text)
    amount, english, chinese = found.groups()
    return span_in(amount, english or chinese, units)


def span_in(amount: str, unit: str, units: Collection[Unit]) -> Span | Wrong:
    """The span of an amount and a unit's word."""
    kind = UNITS[unit.removesuffix("s")]
    if kind not in units:
        way = f"here it is counted in {units_in_words(units)}"
        what = f'"{amount} {unit}" cannot be counted here'
        return Wrong(BAD_SPAN, what, way, f"{amount} {unit}")
    found = amount_in(amount, kind)
    return replace(found, words=f"{amount} {unit}") if isinstance(found, Wrong) else found


def amount_in(amount: str, unit: Unit) -> Span | Wrong:
    """The span of an amount, a number or a ``$parameter``, in a unit."""
    if amount.startswith("$"):
        return Span(Parameter(amount[1:]), unit)
    if not amount.isascii() or not amount.isdigit():
        way = "write a whole number, such as 7, or a $parameter"
        return Wrong(
            BAD_SPAN, f'"{amount}" is not a number of {units_in_words((unit,))}', way, amount
        )
    if len(amount) > 9 or int(amount) > LONGEST[unit]:
        way = f"at most {LONGEST[unit]} {units_in_words((unit,))} can be counted"
        return Wrong(
            BAD_SPAN, f'"{amount} {units_in_words((unit,))}" is too long a span', way, amount
        )
    return Span(int(amount), unit)


def units_in_words(units: Collection[Unit]) -> str:
    """The units as a person would name them: ``days, weeks or months``."""
    *most, last = [unit.value.replace("_", " ") for unit in units]
    return f"{', '.join(most)} or {last}" if most else last


def _mended(text: str, units: Collection[Unit]) -> str:
    short = {"d": "days", "w": "weeks", "m": "months", "y": "years", "h": "hours"}
    if (found := TIGHT.fullmatch(text.strip())) is not None:
        word = {"月": "months", "星期": "weeks"}.get(found[2].strip(), found[2].strip().lower())
        word = short.get(word, word)
        if UNITS.get(word.removesuffix("s")) in units:
            return f'write "{found[1]} {word}"'
    return f'write a number and a unit, such as "30 days" (in {units_in_words(units)})'
