"""The day of a recurring rule: ``monday``, ``15``, ``last friday``, ``11-26``, ``周一``.

A month's day may be followed by its month: ``of month 2`` in a quarter, ``of november``
in a year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace

from careplay.diagnostics import nearest, quoted
from careplay.frozen import dataclass
from careplay.language.codes import BAD_RECURRENCE
from careplay.language.wrong import Wrong
from careplay.model.triggers import LAST, Every, Period

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": LAST}
CHINESE_ORDINALS = {
    **{f"第{digit}个": number for number, digit in enumerate("一二三四五", start=1)},
    "首个": 1,
    "最后一个": LAST,
}
CHINESE_DAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
CHINESE_NTH = re.compile(rf"({'|'.join(CHINESE_ORDINALS)})\s*((?:周|星期)[一二三四五六日天])")
CHINESE_DATE = re.compile(r"(\d{1,2})[日号]")
CHINESE_MONTH = re.compile(r"(\d{1,2})月\s*(?:的\s*)?(.+)")
ENGLISH_NTH = re.compile(r"(\w+)\s+(\w+)")
OF_MONTH = re.compile(r"(.+?)\s+of\s+(?:month\s+)?(\w+)")
MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)

SHOWN = {
    Period.WEEK: "monday",
    Period.MONTH: "15, last day, first saturday or last friday",
    Period.QUARTER: "15, first monday or first monday of month 2",
    Period.YEAR: "11-26 or fourth thursday of november",
}


@dataclass(frozen=True, slots=True)
class _Day:
    """A day within a month, or of a week where only the weekday is told."""

    day: int | None = None
    nth: int | None = None
    weekday: int | None = None


def recurrence(period: Period, on: str) -> Every | Wrong:
    """The recurrence on that day of the period, or why there is none."""
    on = on.strip()
    match period:
        case Period.DAY:
            what = f"every day has no day of its own, such as {quoted(on)}"
            return Wrong(BAD_RECURRENCE, what, "leave on: out") if on else Every(period)
        case _ if not on:
            what = f"every {period} does not say on which day"
            return Wrong(BAD_RECURRENCE, what, f"write on: {SHOWN[period]}")
        case Period.WEEK:
            weekday = _weekday(on)
            return (
                _unreadable(period, on) if weekday is None else Every(period, weekday=weekday)
            )
        case Period.MONTH:
            return _in_month(Every(period), on)
        case Period.QUARTER:
            return _in_quarter(on)
        case Period.YEAR:
            return _in_year(on)


def _in_quarter(on: str) -> Every | Wrong:
    found = OF_MONTH.fullmatch(on)
    if found is None:
        return _in_month(Every(Period.QUARTER, month=1), on)
    if found[2] not in {"1", "2", "3"}:
        what = f"a quarter has no month {quoted(found[2])}"
        words = on[found.end(1) :].strip().removeprefix("of")
        return Wrong(BAD_RECURRENCE, what, "its months are 1, 2 and 3", words)
    return _in_month(Every(Period.QUARTER, month=int(found[2])), found[1])


def _in_year(on: str) -> Every | Wrong:
    if (dated := MONTH_DAY.fullmatch(on)) is not None:
        month, day = dated.groups()
    elif (chinese := CHINESE_MONTH.fullmatch(on)) is not None:
        month, day = chinese.groups()
    elif (english := OF_MONTH.fullmatch(on)) is not None:
        day, month = english.groups()
    else:
        return _unreadable(Period.YEAR, on)
    number = _month(month)
    if number is None:
        near = nearest(month, MONTHS)
        way = (
            f'did you mean "{near}"?' if near else "months are 1 to 12, or january to december"
        )
        return Wrong(BAD_RECURRENCE, f"there is no month {quoted(month)}", way, month)
    return _in_month(Every(Period.YEAR, month=number), day)


def _in_month(found: Every, on: str) -> Every | Wrong:
    day = _day(on)
    if day is None:
        return _unreadable(found.period, on)
    if day.day is not None and day.day != LAST:
        longest = (
            monthrange(2024, found.month)[1]
            if found.period is Period.YEAR and found.month
            else 31
        )
        if not 1 <= day.day <= longest:
            what = f"there is no day {day.day} in that month"
            return Wrong(BAD_RECURRENCE, what, f"write 1 to {longest}, or last day", on)
    return replace(found, day=day.day, nth=day.nth, weekday=day.weekday)


def _day(on: str) -> _Day | None:
    on = on.strip().lower()
    if on.isascii() and on.isdigit() and len(on) < 4:
        return _Day(day=int(on))
    if (chinese := CHINESE_DATE.fullmatch(on)) is not None:
        return _Day(day=int(chinese[1]))
    if on in {"last day", "最后一天"}:
        return _Day(day=LAST)
    if (nth := CHINESE_NTH.fullmatch(on)) is not None:
        return _Day(nth=CHINESE_ORDINALS[nth[1]], weekday=_weekday(nth[2]))
    if (nth := ENGLISH_NTH.fullmatch(on)) is not None and nth[1] in ORDINALS:
        weekday = _weekday(nth[2])
        return None if weekday is None else _Day(nth=ORDINALS[nth[1]], weekday=weekday)
    return None


def _weekday(word: str) -> int | None:
    if (chinese := CHINESE_DAY.fullmatch(word)) is not None:
        return "一二三四五六日".index(chinese[1].replace("天", "日"))
    return WEEKDAYS.index(word.lower()) if word.lower() in WEEKDAYS else None


def _month(word: str) -> int | None:
    if word.isascii() and word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    return MONTHS.index(word.lower()) + 1 if word.lower() in MONTHS else None


def _unreadable(period: Period, on: str) -> Wrong:
    near = nearest(on, WEEKDAYS) if period is Period.WEEK else None
    for part in on.split() if near is None and period is not Period.WEEK else ():
        close = nearest(part, (*WEEKDAYS, *ORDINALS))
        if close is not None and close != part:
            near = on.replace(part, close)
            break
    way = f'did you mean "{near}"?' if near else f"write {SHOWN[period]}"
    return Wrong(BAD_RECURRENCE, f"{quoted(on)} is not a day of every {period}", way, on)
