"""What becomes of an action for which there is no room."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date

from careplay.model.actions import ActionRow
from careplay.model.limits import CONTACTS


def is_due(row: ActionRow) -> bool:
    """Whether the action is still to be done on the date."""
    return bool(row["status"] == "due")


def is_contact(row: ActionRow) -> bool:
    """Whether a customer is spoken to."""
    return row["verb"] in CONTACTS and row["customer_id"] != ""


def dropped(row: ActionRow, held_by: str, winner: str | None = None) -> ActionRow:
    """The action, not to be done at all."""
    return row | {"status": "dropped", "held_by": held_by, "winner": winner}


def put_off(row: ActionRow, to: date, held_by: str, winner: str | None = None) -> ActionRow:
    """The action on a later day; dropped where it would be due before that."""
    if to > row["due_at"].date():
        return dropped(row, held_by, winner)
    lost = {"status": "deferred", "deferred_to": to, "held_by": held_by, "winner": winner}
    return row | lost


def parted(
    asked: Sequence[ActionRow], room: int, begun: Container[str]
) -> tuple[list[ActionRow], list[ActionRow]]:
    """Those, in order, that have room, and those that have none; what is begun always has."""
    fixed = sum(row["action_id"] in begun for row in asked)
    free = [row for row in asked if row["action_id"] not in begun]
    lose = free[max(room - fixed, 0) :]
    lost = {row["action_id"] for row in lose}
    return [row for row in asked if row["action_id"] not in lost], lose


def last_of(rows: Iterable[ActionRow]) -> str | None:
    """The id of the last of those who had room; None where nobody had."""
    ids = [row["action_id"] for row in rows]
    return ids[-1] if ids else None
