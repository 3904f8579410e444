"""Moments as a timezone's clocks show them, and as time that passes.

A moment that clocks show is a naive datetime; of a time of day that came twice, ``fold`` is 1
for the second. An instant is the same moment in UTC, naive as well. A zone that is empty never
changes its clocks, so that the two are one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

YEARS = range(1992, 2038)
"""Clocks that have not changed in these are taken to stand as they are."""


@cache
def changing(zone: str) -> str:
    """The zone, where its clocks are put forward and back; else nothing."""
    where = _where(zone)
    firsts = (
        datetime(year, month, 1, tzinfo=where) for year in YEARS for month in (1, 4, 7, 10)
    )
    return zone if len({each.utcoffset() for each in firsts}) > 1 else ""


def to_instant(shown: datetime, zone: str) -> datetime:
    """The instant; a time of day that was skipped goes by the clocks before the change."""
    if not zone:
        return shown
    return shown.replace(tzinfo=_where(zone)).astimezone(UTC).replace(tzinfo=None)


def shown_at(instant: datetime, zone: str) -> datetime:
    """What the clocks show at an instant."""
    if not zone:
        return instant
    return instant.replace(tzinfo=UTC).astimezone(_where(zone)).replace(tzinfo=None)


@cache
def _where(zone: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - heavy

    return ZoneInfo(zone)
