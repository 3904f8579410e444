"""How much one person can do on a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.sql.settling.given import CONTEST, IS_DUE, ROWS, Given, day_
from careplay.engines.sql.settling.losing import without
from careplay.sources.columns import literal, quoted


def statements(given: Given) -> Iterator[str]:
    """The rows; what somebody has no time for is put off to the next day."""
    room = {person.id: person.capacity for person in reversed(given.people)}
    bound = {who: most for who, most in room.items() if most is not None}
    if not (given.business.limits.capacity and bound):
        return
    lines = ", ".join(f"({literal(who)}, {most})" for who, most in bound.items())
    tomorrow = day_(given.day + timedelta(days=1))
    yield from without(
        f"""SELECT action_id, 'capacity' AS held, {tomorrow} AS until, won
    FROM (SELECT action_id, turn, room,
            max_by(action_id, turn) FILTER (WHERE turn <= room) OVER (PARTITION BY owner) AS won
        FROM (SELECT action_id, owner, room,
                row_number() OVER (PARTITION BY owner
                    ORDER BY {_preferred(given)}{CONTEST}) AS turn
            FROM {ROWS} JOIN (VALUES {lines}) AS p(owner, room) USING (owner)
            WHERE {IS_DUE}))
    WHERE turn > room"""  # noqa: S608
    )


def _preferred(given: Given) -> str:
    """The preferred customers first; nothing where none is."""
    if not given.business.limits.prefer:
        return ""
    holds = quoted(given.found.today.holds)
    return f"customer_id NOT IN (SELECT customer_id FROM {holds} WHERE hold = 'prefer'), "  # noqa: S608
