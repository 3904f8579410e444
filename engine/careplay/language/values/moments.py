"""Dates and times of day: ``2026-12-31``, ``18:00``."""

from __future__ import annotations

import re
from datetime import date, time

from careplay.diagnostics import quoted
from careplay.language.codes import NO_SUCH_DATE
from careplay.language.wrong import Wrong

DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
LOOSE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{1,2}:\d{2}.*", re.ASCII)
TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


def day(text: str) -> date | Wrong:
    """The date, or why it is none."""
    found = DATE.fullmatch(text)
    if found is None:
        return Wrong(NO_SUCH_DATE, f"{quoted(text)} is not a date", _mended(text), text)
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return Wrong(NO_SUCH_DATE, f'there is no day "{text}"', _last_day(text), text)


def looks_like_date(text: str) -> bool:
    """Whether the text has the form of a date, existing or not."""
    return DATE.fullmatch(text) is not None


def clock(text: str) -> time | Wrong:
    """The time of day, or why it is none; ``24:00`` is the day's last moment."""
    found = TIME.fullmatch(text.replace("：", ":"))
    if found is None or "：" in text:
        what = f"{quoted(text)} is not a time of day"
        return Wrong(NO_SUCH_DATE, what, "write it as 18:00", text)
    hour, minute = map(int, found.groups())
    if (hour, minute) == (24, 0):
        return time.max
    if hour > 23 or minute > 59:
        way = "a day runs from 00:00 to 24:00"
        return Wrong(NO_SUCH_DATE, f'there is no time "{text}"', way, text)
    return time(hour, minute)


def _mended(text: str) -> str:
    if (timed := WITH_TIME.fullmatch(text)) is not None:
        return f"a moment counts by its date: write {timed[1]}"
    if (loose := LOOSE.fullmatch(text)) is not None:
        year, month, number = map(int, loose.groups())
        return f"write {year:04}-{month:02}-{number:02}"
    return "write a date as 2026-12-31"


def _last_day(text: str) -> str:
    """The end of the month for a day past it; failing that, the form of a date."""
    year, month, number = map(int, text.split("-"))
    if not 1 <= month <= 12 or year < 1:
        return "months run from 01 to 12"
    if number < 1:
        return "days begin at 01"
    for last in (31, 30, 29, 28):
        try:
            return f"that month ends on {date(year, month, last)}"
        except ValueError:
            continue
    return "write a date as 2026-12-31"
