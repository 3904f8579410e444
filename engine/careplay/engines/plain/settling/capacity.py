"""How much one person can do on a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.losing import is_due, last_of, parted, put_off
from careplay.engines.plain.settling.order import contest
from careplay.model.actions import ActionRow
from careplay.model.limits import CAPACITY, Hold


def within_capacity(rows: Sequence[ActionRow], memory: Memory) -> list[ActionRow]:
    """The rows; what somebody has no time for is put off to the next day."""
    if not memory.business.limits.capacity:
        return list(rows)
    asked: defaultdict[str | None, list[ActionRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: _first_served(row, memory)):
        if is_due(row):
            asked[row["owner"]].append(row)
    room = {person.id: person.capacity for person in reversed(memory.people)}
    begun = memory.begun
    tomorrow = memory.day + timedelta(days=1)
    lost: dict[str, ActionRow] = {}
    for owner, theirs in asked.items():
        most = room.get(owner) if owner is not None else None
        if most is not None:
            done, left = parted(theirs, most, begun)
            for row in left:
                lost[row["action_id"]] = put_off(row, tomorrow, CAPACITY, last_of(done))
    return [lost.get(row["action_id"], row) for row in rows]


def _first_served(row: ActionRow, memory: Memory) -> tuple[Any, ...]:
    """The preferred customers' actions first, then as they compete."""
    chosen = (row["customer_id"], Hold.PREFER, memory.business.limits.prefer)
    preferred = chosen in memory.holds
    return (not preferred, *contest(row, memory))
