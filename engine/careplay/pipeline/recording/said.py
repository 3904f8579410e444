"""What somebody says became of an action, before it is held against the action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from zoneinfo import ZoneInfo

from careplay.frozen import dataclass


class Became(StrEnum):
    """What may be said of an action."""

    DONE = "done"
    REFUSED = "refused"
    UNREACHED = "unreached"
    SNOOZED = "snoozed"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Said:
    """What became of an action, with what was answered, as it was typed."""

    became: Became
    outcome: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    until: str = ""
    """The day to which it is put off."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who records it, when, and from which sheet."""

    at: dt.datetime
    """The moment of entry: as clocks of the business show it, or with its offset."""
    by: str = ""
    sheet: str = ""
    correct: bool = False
    """Whether it takes the place of what was recorded last."""
    wait: float = 0
    """So many seconds it is waited for others who record."""


def shown_moment(at: dt.datetime, zone: str) -> str:
    """The moment as the clocks of the zone show it; in an hour that comes twice with offset.

    >>> from datetime import UTC, datetime
    >>> shown_moment(datetime(2026, 11, 21, 2, 30, tzinfo=UTC), "Asia/Shanghai")
    '2026-11-21 10:30:00'
    >>> shown_moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin")
    '2026-10-25 02:30:00+01:00'
    """
    if at.tzinfo is None:
        return at.isoformat(" ", "seconds")
    local = at.astimezone(ZoneInfo(zone))
    offsets = {local.replace(fold=each).utcoffset() for each in (0, 1)}
    shown = local if len(offsets) > 1 else local.replace(tzinfo=None)
    return shown.isoformat(" ", "seconds")
