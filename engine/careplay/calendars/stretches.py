"""Stretches of time: what of them a clock counts, and why not the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

WorkingSpans: TypeAlias = tuple[tuple[time, time], ...]
"""The working spans of one day, in order; ``24:00`` is written as time.max."""

Stop: TypeAlias = tuple[datetime, datetime]
"""When the clock stopped, and when it went on."""

NO_TIME = timedelta(0)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Why(StrEnum):
    """Why a stretch of time counts, or does not."""

    ALL_HOURS = "around the clock"
    WORKING = "working"
    MADE_UP = "make-up day"
    OPENED = "open by its own word"
    SHUT = "closed by its own word"
    CLOSED = "outside hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    FIRST_DAY = "the day counted from"


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of a derivation, and what of it was counted."""

    begin: datetime
    end: datetime
    counted: timedelta
    """Nought where working days are counted."""
    days: int
    """How many working days it counts for."""
    why: Why
    name: str = ""
    """Of a holiday, in English."""

    def __str__(self) -> str:
        told = f"{self.days} d" if self.days else f"{self.counted // MINUTE} min"
        why = f"{self.why} {self.name}".rstrip()
        return f"{self.begin:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M}  {told}  {why}"


COUNTS = frozenset({Why.ALL_HOURS, Why.WORKING, Why.MADE_UP, Why.OPENED})
"""The kinds of time that are counted."""


def cut(stretches: Iterable[Line], stops: tuple[Stop, ...]) -> Iterator[Line]:
    """The stretches, with the parts in which the clock stood still cut out and marked."""
    for each in stretches:
        at = each.begin
        for stopped, went_on in stops:
            begin, end = max(stopped, at), min(went_on, each.end)
            if begin >= end:
                continue
            if at < begin:
                yield Line(at, begin, NO_TIME, 0, each.why, each.name)
            yield Line(begin, end, NO_TIME, 0, Why.PAUSED)
            at = end
        if at < each.end:
            yield Line(at, each.end, NO_TIME, 0, each.why, each.name)


def merged_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Neighbours of one kind as one line."""
    merged: list[Line] = []
    for each in lines:
        last = merged[-1] if merged else None
        if last is not None and (last.why, last.name) == (each.why, each.name):
            counted, days = last.counted + each.counted, last.days + each.days
            merged[-1] = Line(last.begin, each.end, counted, days, each.why, each.name)
        else:
            merged.append(each)
    return tuple(merged)


def days_from(day: date) -> Iterator[date]:
    """The date and all after it, but for the last of the calendar."""
    while day < date.max - DAY:
        yield day
        day += DAY


def at_time(day: date, at: time) -> datetime:
    """A time of a day; 24:00 is the next midnight."""
    if at == time.max:
        return datetime.combine(day + DAY, time.min)
    return datetime.combine(day, at)
