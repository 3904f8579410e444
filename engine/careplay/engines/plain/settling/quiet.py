"""Nobody is spoken to in the quiet hours: what would be due in them is due before or after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from careplay.engines.plain.actions import HAPPENED
from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.losing import is_contact, is_due
from careplay.model.actions import ActionRow

ONE_DAY = timedelta(days=1)


def outside_quiet_hours(rows: Sequence[ActionRow], memory: Memory) -> list[ActionRow]:
    """The rows, with the due moments of contacts moved out of the quiet hours."""
    quiet = memory.business.limits.quiet
    if quiet is None:
        return list(rows)
    return [
        row | {"due_at": out_of_quiet_hours(row["due_at"], quiet, _earliest(row, memory.day))}
        if is_due(row) and is_contact(row)
        else row
        for row in rows
    ]


def _earliest(row: ActionRow, day: date) -> datetime:
    """No sooner is anything done: after the day has begun, and what it is about happened."""
    begins = datetime.combine(day, time(0, 1))
    return max(begins, row.get(HAPPENED) or begins)


def out_of_quiet_hours(due: datetime, quiet: tuple[time, time], earliest: datetime) -> datetime:
    """To the beginning of the quiet hours; where that is too early, to their end.

    >>> night, morning = (time(21), time(9)), datetime(2026, 6, 15, 7)
    >>> out_of_quiet_hours(datetime(2026, 6, 15, 23, 59), night, morning)
    datetime.datetime(2026, 6, 15, 21, 0)
    >>> out_of_quiet_hours(datetime(2026, 6, 15, 8), night, morning)
    datetime.datetime(2026, 6, 15, 9, 0)
    """
    for begin, end in _around(due.date(), quiet):
        if begin <= due < end:
            return begin if begin >= earliest else end
    return due


def _around(day: date, quiet: tuple[time, time]) -> list[tuple[datetime, datetime]]:
    """The quiet hours that began on the day before, and on the day."""
    first, last = quiet
    over_midnight = ONE_DAY if first > last else timedelta(0)
    return [
        (datetime.combine(each, first), datetime.combine(each, last) + over_midnight)
        for each in (day - ONE_DAY, day)
    ]
