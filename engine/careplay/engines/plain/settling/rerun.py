"""A date that was run before: what was told stays, and what changed says so."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.plain.settling.known import Memory
from careplay.model.actions import ACTION_COLUMNS, ActionRow

MARKS = ("attempt", "supersedes")
"""The columns in which an action told again may differ from itself."""


def rerun(rows: Sequence[ActionRow], memory: Memory) -> list[ActionRow]:
    """The rows as they follow on those of the earlier run of the same date."""
    before = {row["action_id"]: row for row in memory.same}
    again = {row["action_id"] for row in rows}
    kept = [row for key, row in before.items() if key not in again and _acted(row, memory)]
    return [*(_following(row, before.get(row["action_id"]), memory) for row in rows), *kept]


def _following(row: ActionRow, before: ActionRow | None, memory: Memory) -> ActionRow:
    if before is None:
        return row
    if _acted(before, memory) or _content(row) == _content(before):
        return before
    return row | {"attempt": before["attempt"] + 1, "supersedes": row["action_id"]}


def _content(row: ActionRow) -> ActionRow:
    return {name: row[name] for name, _ in ACTION_COLUMNS if name not in MARKS}


def _acted(row: ActionRow, memory: Memory) -> bool:
    """Whether anything was said of the action on the date."""
    return bool(memory.since(row)) or row["action_id"] in memory.begun
