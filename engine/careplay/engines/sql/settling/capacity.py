"""How much one person can do on a date."""

from __future__ import annotations

from datetime import timedelta

from careplay.engines.sql.settling.given import CONTEST, IS_DUE, ROWS, Given
from careplay.engines.sql.settling.losing import without
from careplay.engines.sql.settling.turns import turns
from careplay.model.limits import CAPACITY, Hold
from careplay.planning.limits import Capacity
from careplay.sources.columns import day_, literal, quoted


def statement(step: Capacity, given: Given) -> str:
    """The rows; what somebody has no time for is put off to the next day."""
    lines = ", ".join(f"({literal(who)}, {most})" for who, most in step.room)
    tomorrow = day_(given.day + timedelta(days=1))
    first = _preferred(given) if step.prefer else ""
    each = turns("owner", f"{first}{CONTEST}", given)
    room = f"greatest(room - {each.begun}, 0)" if given.begun else "room"
    return without(
        f"""SELECT action_id, '{CAPACITY}' AS held, {tomorrow} AS until, won
    FROM (SELECT *, max_by(action_id, {each.order})
            FILTER (WHERE {each.stays.format(room)}) OVER (PARTITION BY owner) AS won
        FROM (SELECT action_id, owner, room, {each.columns}
            FROM {ROWS} JOIN (VALUES {lines}) AS p(owner, room) USING (owner)
            WHERE {IS_DUE}))
    WHERE {each.loses.format(room)}"""  # noqa: S608
    )


def _preferred(given: Given) -> str:
    """The preferred customers first."""
    chosen = f"SELECT customer_id FROM {quoted(given.holds)} WHERE kind = '{Hold.PREFER}'"  # noqa: S608
    return f"customer_id NOT IN ({chosen}), "
