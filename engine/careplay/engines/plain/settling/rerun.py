"""A date that was run before: what was told stays, and what changed says so."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.plain.settling.known import Memory
from careplay.model.actions import ACTION_COLUMNS, OF_ANOTHER_RUN, ActionRow


def rerun(rows: Sequence[ActionRow], memory: Memory) -> list[ActionRow]:
    """The rows as they follow on those of the earlier run of the same date."""
    before = {row["action_id"]: row for row in memory.same}
    begun = memory.begun
    anew = (row for row in rows if row["action_id"] not in begun)
    followed = (_following(row, before.get(row["action_id"])) for row in anew)
    return [*followed, *begun.values()]


def _following(row: ActionRow, before: ActionRow | None) -> ActionRow:
    if before is None:
        return row
    if _content(row) == _content(before):
        return before
    again = row["supersedes"] == row["action_id"]  # by another deadline: the same attempt
    attempt = row["attempt"] if again else before["attempt"] + 1
    return row | {"attempt": attempt, "supersedes": row["action_id"]}


def _content(row: ActionRow) -> ActionRow:
    return {name: row[name] for name, _ in ACTION_COLUMNS if name not in OF_ANOTHER_RUN}
