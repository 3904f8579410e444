"""``at:`` of an item: ``7 days before arrival``, ``on departure``, ``every night 18:00-21:00``.

The Chinese forms: ``抵店前7天``, ``抵店前2小时``, ``离店当天``, ``每晚18:00-21:00``.
"""

from __future__ import annotations

import re
from datetime import time
from enum import StrEnum
from functools import lru_cache

from careplay.diagnostics import quoted
from careplay.frozen import dataclass
from careplay.language.codes import BAD_ITEM_TIME
from careplay.language.values.moments import clock
from careplay.language.values.spans import PATTERN, span_in
from careplay.language.wrong import Wrong
from careplay.model.types import Parameter, Span, Unit

UNITS = (Unit.HOURS, Unit.DAYS, Unit.WEEKS)
AT = r"(\S+:\d+)"
ENGLISH = re.compile(
    rf"(?:(on)|{PATTERN}\s+(before|after))\s+(arrival|departure)(?:\s+by\s+{AT})?"
)
CHINESE = re.compile(
    rf"(抵店|到店|入住|离店|退房)(?:(当天)|(前|后)\s*{PATTERN})(?:\s*{AT}\s*前)?"
)
NIGHT = re.compile(r"(?:every night|每晚)\s*(\S+?)\s*-\s*(\S+)")
ARRIVING = frozenset(("arrival", "抵店", "到店", "入住"))
NOW = Span(0)
WAY = 'write "7 days before arrival", "on departure" or "every night 18:00-21:00"'


class Anchor(StrEnum):
    """What the time of an item is counted from."""

    ARRIVAL = "arrival"
    NIGHT = "night"
    DEPARTURE = "departure"


@dataclass(frozen=True, slots=True)
class Time:
    """When an item is done: a span from the arrival or the departure, or every night."""

    anchor: Anchor
    span: Span = NOW
    """Negative: before."""
    by: time | None = None
    """The time of day by which it is done; of a night its end."""
    since: time | None = None
    """The beginning of a night's work."""


@lru_cache(maxsize=1024)
def item_time(text: str) -> Time | Wrong:
    """The time as written, or why it is none."""
    text = text.strip()
    if (night := NIGHT.fullmatch(text)) is not None:
        return _night(text, night[1], night[2])
    if (found := ENGLISH.fullmatch(text)) is not None:
        on, amount, english, chinese, way, of_what, by = found.groups()
    elif (found := CHINESE.fullmatch(text)) is not None:
        of_what, on, way, amount, english, chinese, by = found.groups()
    else:
        return Wrong(BAD_ITEM_TIME, f"{quoted(text)} is not a time of a stay", WAY)
    anchor = Anchor.ARRIVAL if of_what in ARRIVING else Anchor.DEPARTURE
    span = Span(0) if on else span_in(amount, english or chinese, UNITS)
    if isinstance(span, Wrong):
        return span
    return _timed(text, anchor, Span(span.amount, span.unit, way in {"before", "前"}), by)


def _timed(text: str, anchor: Anchor, span: Span, by: str | None) -> Time | Wrong:
    if span.unit is Unit.HOURS and isinstance(span.amount, Parameter):
        what = f"{quoted(text)} has a parameter of hours"
        return Wrong(BAD_ITEM_TIME, what, "write the number, such as 2 hours")
    if by is None:
        return Time(anchor, span)
    if span.unit is Unit.HOURS:
        what = f"{quoted(text)} has hours and a time of day"
        return Wrong(BAD_ITEM_TIME, what, "write one of the two")
    at = clock(by)
    return at if isinstance(at, Wrong) else Time(anchor, span, _last(at))


def _night(text: str, since: str, until: str) -> Time | Wrong:
    first, last = clock(since), clock(until)
    if isinstance(first, Wrong):
        return first
    if isinstance(last, Wrong):
        return last
    if last <= first:
        what = f"{quoted(text)} ends before it begins"
        return Wrong(BAD_ITEM_TIME, what, "a night's work ends by 24:00 of its date")
    return Time(Anchor.NIGHT, by=_last(last), since=first)


def _last(at: time) -> time:
    return time(23, 59) if at == time.max else at
