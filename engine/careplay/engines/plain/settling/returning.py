"""Earlier actions that come back: put off by limits or by people, or nobody was reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from careplay.engines.plain.settling.known import Memory
from careplay.model.actions import ActionRow
from careplay.model.triggers import Stands


def returning(memory: Memory, gone: Sequence[ActionRow]) -> list[ActionRow]:
    """The rows of the date, without what was withdrawn or what a record no longer asks for."""
    over = {row["action_id"] for row in gone} | memory.later
    of_records = {rule.id for rule in memory.business.rules if isinstance(rule.trigger, Stands)}
    return [
        back
        for row in memory.latest.values()
        if row["action_id"] not in over
        and (row["rule"] not in of_records or row["action_id"] in memory.standing)
        for back in _back(row, memory)
    ]


def _back(row: ActionRow, memory: Memory) -> Iterator[ActionRow]:
    kinds = [each.kind for each in memory.since(row)]
    if row["status"] == "deferred":
        if row["deferred_to"] <= memory.day and not {"done", "refused"} & {*kinds}:
            yield _deferred(row, memory)
    elif row["status"] == "due" and kinds:
        match kinds[-1]:
            case "unreached":
                yield from _unreached(row, memory)
            case "snoozed":
                yield from _snoozed(row, memory)
            case _:
                pass


def _deferred(row: ActionRow, memory: Memory) -> ActionRow:
    """Due by the same moment as ever; where that is past it is told once more, and over."""
    if row["due_at"].date() < memory.day:
        return row | {"date": memory.day, "status": "dropped", "deferred_to": None}
    return _due(row, memory)


def _unreached(row: ActionRow, memory: Memory) -> Iterator[ActionRow]:
    """The next try, by the next of its channels, from the day after; without one it is over."""
    said, tried = memory.since(row)[-1], row["attempt"]
    if said.at.date() < memory.day and tried < len(row["channels"]):
        yield _moved(row, memory) | {"attempt": tried + 1, "channel": row["channels"][tried]}


def _snoozed(row: ActionRow, memory: Memory) -> Iterator[ActionRow]:
    """On the day it was put off to; where that was not told, on the next."""
    said = memory.since(row)[-1]
    if (said.until or said.at.date() + timedelta(days=1)) <= memory.day:
        yield _moved(row, memory)


def _due(row: ActionRow, memory: Memory) -> ActionRow:
    """The row as one of the date."""
    free = {"deferred_to": None, "held_by": None, "winner": None}
    return row | {"date": memory.day, "status": "due"} | free


def _moved(row: ActionRow, memory: Memory) -> ActionRow:
    """The row as one of the date, and not to be done before it."""
    today = datetime.combine(memory.day, row["due_at"].time())
    return _due(row, memory) | {"due_at": max(row["due_at"], today)}
