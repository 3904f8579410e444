"""What somebody had to do lately and has no more.

It is done, refused, taken back, let go or handed over. Whoever keeps a copy of his
work, such as a calendar, takes it out of there.
"""

from __future__ import annotations

from datetime import date, timedelta

from careplay.history.reading import no_actions
from careplay.model.actions import OPEN, WHOLE_COLUMNS
from careplay.sources.columns import day_, sql_list

DAYS = 31
"""So many days after it was due it is no longer said that it is gone."""


def gone(day: date, earlier: str, work: str, owner_now: str) -> str:
    """The query of what is gone: a row for each action and each person who had it.

    ``earlier`` is what was told up to the day, empty where nothing was, ``work`` what is open
    of it, ``owner_now`` whose the work of ``owner`` is by now.
    """
    since = day_(day - timedelta(days=DAYS))
    told = earlier or f"({no_actions(WHOLE_COLUMNS)})"
    return f"""WITH told AS (SELECT *, {owner_now} AS now FROM {told}
        WHERE status IN {sql_list(OPEN)} AND due_at >= {since} AND verb IS NOT NULL),
    had AS (SELECT * FROM told UNION ALL
        SELECT * REPLACE (now AS owner) FROM told WHERE now IS DISTINCT FROM owner)
    SELECT h.action_id, h.code, h.owner, h.role, h.customer_id, h.verb, h.title, h.due_at
    FROM had AS h LEFT JOIN {work} AS w ON w.action_id = h.action_id
        AND w.owner IS NOT DISTINCT FROM h.owner
        AND (w.owner IS NOT NULL OR w.role IS NOT DISTINCT FROM h.role)
    WHERE w.action_id IS NULL
    QUALIFY row_number() OVER (PARTITION BY h.action_id, h.owner ORDER BY h.date DESC) = 1"""  # noqa: S608
