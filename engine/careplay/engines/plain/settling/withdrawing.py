"""Stays that changed: what no longer stands is withdrawn, and what is asked instead says so."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.plain.settling.known import Memory, Row
from careplay.engines.plain.settling.order import index_of
from careplay.engines.plain.settling.stays import reception_of, stay_of
from careplay.model.business import Business

OPEN = ("due", "deferred")


def withdrawn(memory: Memory) -> list[Row]:
    """A row of the date for every open action that its changed stay no longer asks for."""
    standing = memory.standing | {row["action_id"] for row in memory.today}
    withdraw = {"date": memory.day, "status": "withdrawn", "held_by": "changed"}
    return [
        row | withdraw | {"deferred_to": None, "winner": None}
        for row in memory.latest.values()
        if _is_open(row, memory)
        and stay_of(row, memory.business) in memory.changed
        and row["action_id"] not in standing
    ]


def replacing(rows: Sequence[Row], gone: Sequence[Row], memory: Memory) -> list[Row]:
    """The rows; one that stands in for a withdrawn action of the same item names it."""
    business = memory.business
    former = {
        _item(row, business): row["action_id"]
        for row in sorted(gone, key=lambda row: (row["due_at"], row["action_id"]))
    }
    return [
        row | {"supersedes": former.get(_item(row, business))}
        if stay_of(row, business) is not None
        else row
        for row in rows
    ]


def _is_open(row: Row, memory: Memory) -> bool:
    """Whether it matters yet, and nobody said that it is done or will not be."""
    kinds = {each.kind for each in memory.since(row)}
    told = row["status"] in OPEN and not kinds & {"done", "refused"}
    return told and (row["due_at"].date() >= memory.day or _is_ahead(row, memory))


def _is_ahead(row: Row, memory: Memory) -> bool:
    """Whether the date the action is about is still to come; it comes first in the key."""
    about: str = row["occasion"].partition(":")[2][: len("2026-06-15")]
    return about >= memory.day.isoformat()


def _item(row: Row, business: Business) -> tuple[object, ...]:
    """Which stay, which item of it, whatever its level, and which of the item's actions."""
    reception = reception_of(row, business)
    rest = row["rule"].removeprefix(f"{reception.name}." if reception else "")
    return stay_of(row, business), rest.partition(".")[0], index_of(row, business)
