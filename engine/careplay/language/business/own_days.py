"""``closed:`` and ``open:``: days of a business's own, such as ``2026-07-13 to 2026-07-19``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from careplay.calendars import festivals
from careplay.calendars.own_days import MonthDay, NamedDays, OwnDays, month_days
from careplay.diagnostics import quoted
from careplay.language.codes import BAD_DAYS, CLOSED_AND_OPEN, UNKNOWN_HOLIDAY
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.values.moments import day, looks_like_date
from careplay.language.wrong import Wrong

RANGE = re.compile(r"(.+?)(?:\s+to\s+|\s*至\s*)(.+)")
MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)
LEAP_YEAR = "2024-"
WAY = "write 2026-07-13, 2026-07-13 to 2026-07-19, 12-25, 12-24 to 01-02 or a holiday"
ALL_DAYS = 366


def own_days(home: Node, country: str) -> OwnDays | None:
    """The days on which the business says it is closed or open; None where it says nothing."""
    closed, opened = (tuple(_told(home, key, country)) for key in ("closed", "open"))
    if not closed and not opened:
        return None
    for node, days in opened:
        if any(_meet(days, others) for _, others in closed):
            what = f"{quoted(str(node.value))} is both closed and open"
            node.say(CLOSED_AND_OPEN, what, "name each day in one of the two")
    found = OwnDays(*(_together(days for _, days in told) for told in (closed, opened)))
    if len(_every_year(found.closed)) == ALL_DAYS:
        way = "leave a day on which people work"
        closed[0][0].say(CLOSED_AND_OPEN, "every day of the year is closed", way)
    return found


def _told(home: Node, key: str, country: str) -> Iterator[tuple[Node, NamedDays]]:
    for row in home.rows(key):
        found = _days(row.value.strip(), country) if isinstance(row.value, str) else None
        if isinstance(found, Wrong):
            row.called(key).tell(found)
        elif found is not None:  # the schema has said so
            yield row, found


def _days(text: str, country: str) -> NamedDays | Wrong:
    festival = festivals.resolve(text, country)
    if festival is not None:
        return NamedDays(holidays=(festival,))
    if not any(map(str.isdigit, text)):
        way = way_out(text, festivals.known_names(country), "holidays")
        return Wrong(UNKNOWN_HOLIDAY, f"unknown holiday {quoted(text)}", way, text)
    found = RANGE.fullmatch(text)
    ends = (found[1], found[2]) if found else (text, text)
    if all(map(looks_like_date, ends)):
        return _dates(*ends)
    if all(map(MONTH_DAY.fullmatch, ends)):
        return _yearly(*ends)
    return Wrong(BAD_DAYS, f"{quoted(text)} is no day and no range of days", WAY, text)


def _dates(first: str, last: str) -> NamedDays | Wrong:
    begins, ends = day(first), day(last)
    if isinstance(begins, Wrong):
        return begins
    if isinstance(ends, Wrong):
        return ends
    if ends < begins:
        way = f"write {last} to {first}"
        return Wrong(BAD_DAYS, f"{quoted(last)} comes before {quoted(first)}", way, last)
    return NamedDays(dates=((begins, ends),))


def _yearly(first: str, last: str) -> NamedDays | Wrong:
    begins, ends = _month_day(first), _month_day(last)
    if isinstance(begins, Wrong):
        return begins
    if isinstance(ends, Wrong):
        return ends
    return NamedDays(yearly=((begins, ends),))


def _month_day(text: str) -> MonthDay | Wrong:
    found = day(LEAP_YEAR + text)
    if isinstance(found, Wrong):
        way = found.way.replace(LEAP_YEAR, "")
        return Wrong(found.code, f"there is no day {quoted(text)}", way, text)
    return found.month, found.day


def _meet(some: NamedDays, others: NamedDays) -> bool:
    """Whether a day is named by both, and by both as exactly."""
    in_dates = (a[0] <= b[1] and b[0] <= a[1] for a in some.dates for b in others.dates)
    in_years = _every_year(some) & _every_year(others)
    return any(in_dates) or bool(in_years or {*some.holidays} & {*others.holidays})


def _every_year(named: NamedDays) -> set[MonthDay]:
    return {each for stretch in named.yearly for each in month_days(*stretch)}


def _together(named: Iterable[NamedDays]) -> NamedDays:
    each = tuple(named)
    return NamedDays(
        tuple(one for days in each for one in days.dates),
        tuple(one for days in each for one in days.yearly),
        tuple(one for days in each for one in days.holidays),
    )
