"""Rules of which only one may act for a customer on a date."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.losing import dropped, is_due
from careplay.engines.plain.settling.order import contest
from careplay.model.actions import ActionRow
from careplay.model.limits import Exclusive


def exclusively(rows: Sequence[ActionRow], memory: Memory) -> list[ActionRow]:
    """The rows; of each group, all but the actions of the first occasion are dropped.

    What is begun comes before all others.
    """
    found = list(rows)
    for group in memory.business.limits.exclusive:
        found = _alone(found, group, memory)
    return found


def _alone(rows: Sequence[ActionRow], group: Exclusive, memory: Memory) -> list[ActionRow]:
    competing = [
        row
        for row in sorted(rows, key=lambda row: contest(row, memory))
        if is_due(row) and row["rule"] in group.rules and row["customer_id"] != ""
    ]
    begun = memory.begun
    fixed = [row for row in competing if row["action_id"] in begun]
    first: dict[str, tuple[str, str]] = {}
    for row in (*fixed, *competing):
        first.setdefault(row["customer_id"], _occasion(row))
    won = [row for row in competing if first[row["customer_id"]] == _occasion(row)]
    winner = {row["customer_id"]: row["action_id"] for row in won}
    stay = {row["action_id"] for row in (*won, *fixed)}
    lost = {row["action_id"] for row in competing} - stay
    return [
        dropped(row, group.held_by, winner[row["customer_id"]])
        if row["action_id"] in lost
        else row
        for row in rows
    ]


def _occasion(row: ActionRow) -> tuple[str, str]:
    return row["rule"], row["occasion"]
