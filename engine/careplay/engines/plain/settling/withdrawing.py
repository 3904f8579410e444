"""Stays that changed: what no longer stands is withdrawn, and what is asked instead says so."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.plain.settling.coming import is_open
from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.stays import stay_of
from careplay.model.actions import ActionRow
from careplay.model.limits import CHANGED


def withdrawn(memory: Memory) -> list[ActionRow]:
    """A row of the date for every open action that its changed stay no longer asks for."""
    standing = {*memory.standing, *(row["action_id"] for row in memory.today)}
    withdraw = {"date": memory.day, "status": "withdrawn", "held_by": CHANGED}
    return [
        row | withdraw | {"deferred_to": None, "winner": None}
        for row in memory.latest.values()
        if row["item"] is not None
        and is_open(row, memory)
        and stay_of(row) in memory.changed
        and row["action_id"] not in standing
    ]


def replacing(rows: Sequence[ActionRow], gone: Sequence[ActionRow]) -> list[ActionRow]:
    """The rows; one that stands in for a withdrawn action of the same item names it."""
    former = {
        _item(row): row["action_id"]
        for row in sorted(gone, key=lambda row: (row["due_at"], row["action_id"]))
    }
    return [
        row | {"supersedes": former.get(_item(row))} if row["item"] is not None else row
        for row in rows
    ]


def _item(row: ActionRow) -> tuple[object, ...]:
    """Which stay, which item of it, whatever its level, and which of the item's actions."""
    return stay_of(row), row["item"], row["index"]
