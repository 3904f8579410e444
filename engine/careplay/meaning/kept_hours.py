"""The working time by which a day counted deadlines, as ``run.json`` keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, TypedDict

from careplay.calendars.own_days import MonthDay, NamedDays, OwnDays
from careplay.calendars.working_time import DeadlineClock, deadline_clock
from careplay.model.business import Business, WorkingHours

MIDNIGHT = "24:00"
LEAP_YEAR = 2024
WEEKDAYS = 7


class KeptOwnDays(TypedDict):
    """Days of a business's own: stretches with both ends, and holidays by their ids."""

    dates: list[list[str]]
    yearly: list[list[str]]
    holidays: list[str]


class KeptHours(TypedDict):
    """The hours of each weekday, from Monday on, and which days do not go by them."""

    country: str
    weekdays: list[list[list[str]]]
    closed: KeptOwnDays
    open: KeptOwnDays


def kept_hours(business: Business) -> KeptHours:
    """The working time of the business."""
    own, hours = business.own_days or OwnDays(), business.working_hours
    return {
        "country": business.country,
        "weekdays": [_weekday(hours.get(day, ())) for day in range(WEEKDAYS)],
        "closed": _kept(own.closed),
        "open": _kept(own.opened),
    }


def read_hours(told: Mapping[str, Any]) -> KeptHours:
    """What was kept; a KeyError, TypeError or ValueError where it is no working time."""
    days = told["weekdays"]
    if len(days) != WEEKDAYS:
        raise ValueError(f"a week of {len(days)} days")
    return {
        "country": str(told["country"]),
        "weekdays": [_weekday(_hours(each)) for each in days],
        "closed": _kept(_days(told["closed"])),
        "open": _kept(_days(told["open"])),
    }


def clock_kept(kept: KeptHours, *, working: bool, zone: str) -> DeadlineClock:
    """The clock of a flow that goes by them."""
    own = OwnDays(_days(kept["closed"]), _days(kept["open"]))
    hours = {day: _hours(each) for day, each in enumerate(kept["weekdays"])}
    # None where nothing is told, for such a clock is quicker.
    told = None if own == OwnDays() else own
    return deadline_clock(kept["country"], hours, working=working, own=told, zone=zone)


def _weekday(hours: WorkingHours) -> list[list[str]]:
    return [[*map(_clock, span)] for span in hours]


def _hours(told: Sequence[Sequence[str]]) -> WorkingHours:
    return tuple((_time(opens), _time(closes)) for opens, closes in told)


def _clock(at: time) -> str:
    return MIDNIGHT if at == time.max else f"{at:%H:%M}"


def _time(told: str) -> time:
    return time.max if told == MIDNIGHT else time.fromisoformat(told)


def _kept(days: NamedDays) -> KeptOwnDays:
    return {
        "dates": [[each.isoformat() for each in ends] for ends in days.dates],
        "yearly": [[f"{month:02}-{day:02}" for month, day in ends] for ends in days.yearly],
        "holidays": [*days.holidays],
    }


def _days(told: Mapping[str, Any]) -> NamedDays:
    return NamedDays(
        tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in told["dates"]),
        tuple((_month_day(first), _month_day(last)) for first, last in told["yearly"]),
        tuple(map(str, told["holidays"])),
    )


def _month_day(told: str) -> MonthDay:
    on = date.fromisoformat(f"{LEAP_YEAR}-{told}")
    return on.month, on.day
