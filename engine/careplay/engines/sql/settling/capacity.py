"""How much one person can do on a date."""

from __future__ import annotations

from datetime import timedelta

from careplay.engines.sql.settling.given import CONTEST, IS_DUE, ROWS, Given, day_
from careplay.engines.sql.settling.losing import without
from careplay.model.limits import CAPACITY, Hold
from careplay.planning.limits import Capacity
from careplay.sources.columns import literal, quoted


def statement(step: Capacity, given: Given) -> str:
    """The rows; what somebody has no time for is put off to the next day."""
    lines = ", ".join(f"({literal(who)}, {most})" for who, most in step.room)
    tomorrow = day_(given.day + timedelta(days=1))
    first = _preferred(given) if step.prefer else ""
    return without(
        f"""SELECT action_id, '{CAPACITY}' AS held, {tomorrow} AS until, won
    FROM (SELECT action_id, turn, room,
            max_by(action_id, turn) FILTER (WHERE turn <= room) OVER (PARTITION BY owner) AS won
        FROM (SELECT action_id, owner, room,
                row_number() OVER (PARTITION BY owner ORDER BY {first}{CONTEST}) AS turn
            FROM {ROWS} JOIN (VALUES {lines}) AS p(owner, room) USING (owner)
            WHERE {IS_DUE}))
    WHERE turn > room"""  # noqa: S608
    )


def _preferred(given: Given) -> str:
    """The preferred customers first."""
    chosen = f"SELECT customer_id FROM {quoted(given.holds)} WHERE kind = '{Hold.PREFER}'"  # noqa: S608
    return f"customer_id NOT IN ({chosen}), "
