"""Nobody is spoken to in the quiet hours: what would be due in them is due before or after."""

from __future__ import annotations

from datetime import time

from careplay.engines.sql.settling.given import IS_CONTACT, IS_DUE, ROWS, Given, made
from careplay.planning.limits import Quiet


def statement(step: Quiet, given: Given) -> str:
    """The rows, with the due moments of contacts moved out of the quiet hours."""
    moved = _moved(step.first, step.last, given.today)
    due = f"CASE WHEN {IS_DUE} AND {IS_CONTACT} THEN {moved} ELSE due_at END"
    return made(ROWS, f"SELECT * REPLACE ({due} AS due_at) FROM {ROWS}")  # noqa: S608


def _moved(first: time, last: time, today: str) -> str:
    """To the beginning of the quiet hours, or to their end where that is too early."""
    from_, to = f"due_at::TIME >= TIME '{first}'", f"due_at::TIME < TIME '{last}'"
    begin, end = f"due_at::DATE + TIME '{first}'", f"due_at::DATE + TIME '{last}'"
    if first <= last:  # from and to on one day
        return f"CASE WHEN {from_} AND {to} THEN {_one(begin, end, today)} ELSE due_at END"
    evening = _one(begin, f"{end} + INTERVAL 1 DAY", today)
    morning = _one(f"{begin} - INTERVAL 1 DAY", end, today)
    return f"CASE WHEN {from_} THEN {evening} WHEN {to} THEN {morning} ELSE due_at END"


def _one(begin: str, end: str, today: str) -> str:
    """The beginning, unless the date has not begun by then, or what it is about happened."""
    in_time = f"{begin} > {today} AND {begin} >= coalesce(happened, {begin})"
    return f"CASE WHEN {in_time} THEN {begin} ELSE {end} END"
