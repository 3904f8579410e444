"""A date as an example of how dates are written: 31.12.2026, and not a code for it.

Year-first forms are read as ever, so that an example of one adds nothing. An example that can
be read two ways says nothing, and is told.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from careplay.language.codes import BAD_WRITTEN
from careplay.language.wrong import Wrong
from careplay.model.written import DateForm

CLOCK = re.compile(r"[ T](\d{1,2}:\d{2})(:\d{2})?( ?[AaPp][Mm])?$")
PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
YEAR_FIRST = re.compile(r"\d{4}([./-])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日")
NUMBER = re.compile(r"[1-7]\d{4}")
LAST_MONTH = 12
NAMED = (
    "%d %b %Y",
    "%d-%b-%Y",
    "%d.%b.%Y",
    "%d/%b/%Y",
    "%b %d, %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%B %d, %Y",
)
"""With the English name of the month."""
NO_YEAR = ("%m月%d日",)
"""Forms that tell no year; one is stated for them."""
WAY = "write a day after the 12th, as in"


def date_form(example: str) -> DateForm | Wrong | None:
    """The form; None of one that is read unstated, and of nonsense what is wrong."""
    text = " ".join(example.split())
    clock = CLOCK.search(text)
    day = text[: clock.start()] if clock else text
    if YEAR_FIRST.fullmatch(day):
        return None if _is_day(day) else _none(example)
    found = _pattern(day, example)
    if isinstance(found, str):
        return DateForm(found, timed=clock is not None, example=example)
    return found


def _pattern(day: str, example: str) -> str | Wrong | None:
    if NUMBER.fullmatch(day):
        return ""
    if parts := PARTS.fullmatch(day):
        return _parted(parts, example)
    if SHORT_YEAR.fullmatch(day):
        what = f'the year of "{example}" has two digits, and could be of any century'
        return Wrong(BAD_WRITTEN, what, "dates are read with four; write them out in the data")
    if re.fullmatch(r"\d{8}", day):
        return _of_digits(day, example)
    for pattern in (*NAMED, *NO_YEAR):
        if _fits(day, pattern):
            return pattern
    return _none(example)


def _parted(parts: re.Match[str], example: str) -> str | Wrong:
    """Day and month, whichever of the two can only be a day."""
    first, sign, second = int(parts[1]), parts[2], int(parts[3])
    forms = [f"%d{sign}%m{sign}%Y", f"%m{sign}%d{sign}%Y"]
    fitting = [each for each in forms if _fits(parts[0], each)]
    if not fitting:
        return _none(example)
    if first <= LAST_MONTH and second <= LAST_MONTH:
        what = f'"{example}" can be read two ways, by day and month or by month and day'
        year = parts[4]
        way = f"{WAY} 31{sign}12{sign}{year} or 12{sign}31{sign}{year}"
        return Wrong(BAD_WRITTEN, what, way)
    return fitting[0]


def _of_digits(day: str, example: str) -> str | Wrong | None:
    """Eight digits: the year first is read as ever; two other ways, and both is none."""
    if "1900" <= day[:4] <= "2100" and _fits(day, "%Y%m%d"):
        return None
    fitting = [each for each in ("%d%m%Y", "%m%d%Y") if _fits(day, each)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        return _none(example)
    what = f'"{example}" can be read two ways, by day and month or by month and day'
    return Wrong(BAD_WRITTEN, what, f"{WAY} 31122026 or 12312026")


def _is_day(day: str) -> bool:
    found = [int(each) for each in re.findall(r"\d+", day)]
    try:
        date(found[0], found[1], found[2])
    except ValueError:
        return False
    return True


def _fits(day: str, pattern: str) -> bool:
    try:
        # A year without a 29 February would refuse that day where none is told.
        whole = (day, pattern) if "%Y" in pattern else (f"2000 {day}", f"%Y {pattern}")
        datetime.strptime(*whole)  # noqa: DTZ007 - a day has no timezone
    except ValueError:
        return False
    return True


def _none(example: str) -> Wrong:
    way = "write one as the data do, such as 31.12.2026, 12/31/2026, 31 Dec 2026 or 12月31日"
    return Wrong(BAD_WRITTEN, f'"{example}" is no date', way)
