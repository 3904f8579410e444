"""What is withdrawn: occasions that are gone, and what stays that changed no longer ask for."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.open_actions import is_not_over, may_be_open
from careplay.engines.sql.settling import left, undone
from careplay.engines.sql.settling.fresh import FRESH
from careplay.engines.sql.settling.given import CANDIDATES, Given, carried, made
from careplay.engines.sql.settling.memory import SAID
from careplay.engines.sql.settling.stays import CHANGED as CHANGED_STAYS, STAY
from careplay.engines.sql.taking_back import LOST
from careplay.model.limits import CHANGED
from careplay.planning.memory import Withdraw

GONE = '"settling gone"'

ITEM = '(record, item, customer_id, ref, "index")'
"""What an action of a reception is: which item of whose stay, whatever the level."""


def statements(step: Withdraw, given: Given) -> Iterator[str]:
    """What is withdrawn, and fresh actions that say what they stand in for."""
    every = f"SELECT * FROM {LOST}"  # noqa: S608
    if step.stays:
        every += f"\nUNION ALL BY NAME {_of_stays(given)}"
    yield made(GONE, every)
    yield left.statement(step, given)
    told = f"SELECT action_id FROM {GONE}"  # noqa: S608
    if step.later:
        told += f" UNION ALL SELECT action_id FROM {given.past.later}"  # noqa: S608
    more = f"SELECT * FROM {left.LEFT} WHERE action_id NOT IN ({told})"  # noqa: S608
    yield made(GONE, f"SELECT * FROM {GONE} UNION ALL BY NAME {more}")  # noqa: S608
    if step.stays:
        yield made(FRESH, _replacing())
    if step.steps:
        yield undone.statement(step, given)


def _of_stays(given: Given) -> str:
    return f"""SELECT {carried("e.")}, e.date AS written, '{CHANGED}' AS why
    FROM (SELECT * FROM {given.past.earlier} WHERE item IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS e
    LEFT JOIN {SAID} AS s ON s.action_id = e.action_id AND s.said_on >= e.date
    WHERE {may_be_open(given.day, "e.")} AND {is_not_over("e.", "s.")}
        AND (record, customer_id, ref) IN (SELECT {STAY} FROM {CHANGED_STAYS})
        AND e.action_id NOT IN (SELECT action_id FROM {CANDIDATES} WHERE ago = 0)"""  # noqa: S608


def _replacing() -> str:
    """The fresh actions; that of the same item, customer and stay is what one stands in for."""
    return f"""SELECT f.* REPLACE (g.action_id AS supersedes)
    FROM (SELECT *, CASE WHEN item IS NOT NULL THEN {ITEM} END AS what FROM {FRESH}) AS f
    LEFT JOIN (SELECT {ITEM} AS what, max_by(action_id, (due_at, action_id)) AS action_id
        FROM {GONE} GROUP BY ALL) AS g
    ON f.what = g.what"""  # noqa: S608
