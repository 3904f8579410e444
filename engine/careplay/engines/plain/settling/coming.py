"""Which earlier actions come back: put off by limits or by people, or nobody was reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.plain.settling.known import Memory
from careplay.model.actions import ActionRow


def coming_back(memory: Memory) -> Iterator[ActionRow]:
    """The latest row of each, where its day has come; nothing that a later day told."""
    for row in memory.latest.values():
        if row["action_id"] not in memory.later and _comes(row, memory):
            yield row


def said_last(row: ActionRow, memory: Memory) -> str:
    """For what people said an action comes back; empty where a limit put it off."""
    said = memory.since(row)
    return said[-1].kind if said and row["status"] == "due" else ""


def _comes(row: ActionRow, memory: Memory) -> bool:
    kinds = [each.kind for each in memory.since(row)]
    if row["status"] == "deferred":
        return row["deferred_to"] <= memory.day and not {"done", "refused"} & {*kinds}
    if row["status"] != "due" or not kinds:
        return False
    said = memory.since(row)[-1]
    if said.kind == "unreached":
        return said.at.date() < memory.day and row["attempt"] < len(row["channels"])
    later = said.until or said.at.date() + timedelta(days=1)
    return said.kind == "snoozed" and later <= memory.day
