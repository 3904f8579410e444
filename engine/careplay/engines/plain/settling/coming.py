"""Which earlier actions come back: put off by limits or by people, or nobody was reached.

What was taken back of late comes back, too, should its occasion be there again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from careplay.engines.plain.settling.known import Memory
from careplay.meaning.lasting import open_from
from careplay.model.actions import GONE, OPEN, OVER, RULE, UNDONE, ActionRow


def coming_back(memory: Memory) -> Iterator[ActionRow]:
    """The latest row of each, where its day has come; nothing that a later day told."""
    for row in memory.latest.values():
        if row["action_id"] not in memory.later and _comes(row, memory):
            yield row


def told_again(memory: Memory) -> Iterator[ActionRow]:
    """The latest row of each step that an edit gave another time, and of which nobody spoke."""
    for row in memory.latest.values():
        now = memory.standing.get(row["action_id"])
        if now is None or row["action_id"] in memory.later:
            continue
        if row["status"] == "due" and not memory.since(row) and memory.moved.is_told_again(now):
            yield row


def said_last(row: ActionRow, memory: Memory) -> str:
    """For what an action comes back; empty where a limit put it off."""
    if row["status"] == "withdrawn":
        return "withdrawn"
    said = memory.since(row)
    return said[-1].kind if said and row["status"] == "due" else ""


def is_open(row: ActionRow, memory: Memory) -> bool:
    """Whether an action that was told is to be done yet, or may still be taken back.

    What was let go may: it was told, and perhaps done.
    ``engines/open_actions.py`` says it in SQL.
    """
    return is_in_time(row, memory) and not is_over(row, memory)


def is_in_time(row: ActionRow, memory: Memory) -> bool:
    """Whether its time is not long past; of a stay, whether what it is about is to come."""
    due: date = row["due_at"].date()
    if row["item"] is None:
        return due >= open_from(memory.day)
    about = row["about"]
    return due >= memory.day or (about is not None and about >= memory.day)


def is_over(row: ActionRow, memory: Memory) -> bool:
    """Whether it is not to be done any more, for all that people said."""
    kinds = [each.kind for each in memory.since(row)]
    told = row["status"] in OPEN or row["held_by"] == UNDONE
    if not told or not OVER.isdisjoint(kinds):
        return True
    tried = row["status"] == "due" and row["attempt"] >= len(row["channels"] or ())
    return kinds[-1:] == ["unreached"] and tried


def _comes(row: ActionRow, memory: Memory) -> bool:
    kinds = [each.kind for each in memory.since(row)]
    if row["status"] == "deferred":
        return row["deferred_to"] <= memory.day and OVER.isdisjoint(kinds)
    if row["status"] == "withdrawn":
        gone = row["record"] is None and row["held_by"] in {GONE, RULE}
        return gone and is_in_time(row, memory) and OVER.isdisjoint(kinds)
    if row["status"] != "due" or not kinds:
        return False
    said = memory.since(row)[-1]
    if said.kind == "unreached":
        return said.at.date() < memory.day and row["attempt"] < len(row["channels"])
    later = said.until or said.at.date() + timedelta(days=1)
    return said.kind == "snoozed" and later <= memory.day
