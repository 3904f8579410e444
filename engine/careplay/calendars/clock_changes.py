"""When the clocks of a timezone were put forward or back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """Times of day that clocks skipped, or showed twice: from, and until just before."""

    begin: datetime
    end: datetime
    skipped: bool


def clock_changes(zone: str, first: date, last: date) -> Iterator[ClockChange]:
    """Every change of the clocks from the first day to the last, in order."""
    where = ZoneInfo(zone)
    at = datetime.combine(first, datetime.min.time(), UTC) - _DAY
    until = datetime.combine(last, datetime.min.time(), UTC) + 2 * _DAY
    while at < until:
        if _offset(at, where) != _offset(at + _DAY, where):
            yield _change(at, where)
        at += _DAY


def _change(day: datetime, where: ZoneInfo) -> ClockChange:
    """The change within a day: found by halving it."""
    before, after = day, day + _DAY
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if _offset(middle, where) == _offset(day, where):
            before = middle
        else:
            after = middle
    shown = [(after + _offset(each, where)).replace(tzinfo=None) for each in (day, after)]
    return ClockChange(min(shown), max(shown), skipped=shown[0] < shown[1])


def _offset(at: datetime, where: ZoneInfo) -> timedelta:
    return at.astimezone(where).utcoffset() or timedelta(0)
