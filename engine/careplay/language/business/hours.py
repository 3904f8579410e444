"""Working hours: ``{mon-fri: 09:00-18:00, sat: [09:00-12:00, 13:00-18:00]}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from itertools import pairwise

from careplay.language.codes import BAD_HOURS
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.values.moments import clock
from careplay.language.wrong import Wrong
from careplay.model.business import WorkingHours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL: Mapping[int, WorkingHours] = dict.fromkeys(range(5), ((time(9), time(18)),))
SPAN = re.compile(r"(\S+?)\s*-\s*(\S+)")


def working_hours(node: Node | None) -> Mapping[int, WorkingHours]:
    """The hours of each weekday that is worked; Monday to Friday nine to six unless told."""
    if node is None:
        return USUAL
    found: dict[int, WorkingHours] = {}
    for name, below in node.called("working_hours").entries():
        hours = _hours(below)
        for weekday in _weekdays(name, below):
            if weekday in found:
                what = f'the hours of "{DAYS[weekday]}" are given twice'
                below.say(BAD_HOURS, what, "give each day once", below.key_at)
            found.setdefault(weekday, hours)
    return dict(sorted(found.items()))


def day_starts(home: Node) -> time | None:
    """When on a day its list is made; None where nothing, or no time of day, is told."""
    told = home.get("day_starts")
    if told is None or not isinstance(told.value, str):
        return None
    found = clock(told.value)
    if isinstance(found, Wrong):
        told.tell(found)
        return None
    return found


def _weekdays(name: str, node: Node) -> tuple[int, ...]:
    first, dash, last = (part.strip() for part in name.partition("-"))
    for word in (first, last) if dash else (first,):
        if word not in DAYS:
            what = f'unknown day "{word}"'
            node.say(BAD_HOURS, what, way_out(word, DAYS, "days"), node.part_of_key(word))
            return ()
    start, end = DAYS.index(first), DAYS.index(last if dash else first)
    if end < start:  # fri-mon goes over the weekend
        return (*range(start, 7), *range(end + 1))
    return tuple(range(start, end + 1))


def _hours(node: Node) -> WorkingHours:
    spans = [span for row in node.rows() if (span := _span(row)) is not None]
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            node.say(
                BAD_HOURS,
                "the hours overlap or are out of order",
                "write them from early to late",
            )
            break
    return tuple(spans)


def _span(node: Node) -> tuple[time, time] | None:
    if not isinstance(node.value, str):
        return None  # the schema has said so
    text = node.value
    found = SPAN.fullmatch(text)
    if found is None:
        node.say(BAD_HOURS, f'"{text}" is not a span of hours', "write 09:00-18:00")
        return None
    start, end = clock(found[1]), clock(found[2])
    for wrong in (start, end):
        if isinstance(wrong, Wrong):
            node.tell(wrong)
    if isinstance(start, Wrong) or isinstance(end, Wrong):
        return None
    if end <= start:
        way = "hours over midnight are two spans: 22:00-24:00 and 00:00-06:00 of the next day"
        node.say(BAD_HOURS, f'"{text}" ends before it starts', way)
        return None
    return start, end
