"""What stays were told, item by item, and what became of each."""

from __future__ import annotations

from datetime import date

from careplay.history.reading import no_actions
from careplay.history.said import said
from careplay.model.actions import WHOLE_COLUMNS
from careplay.sources.loaded import Loaded

ITEM_COLUMNS = (
    *("record", "customer_id", "ref", "item", "title", "role", "owner", "code", "due_at"),
    *("checklist", "state", "due_on", "days_late"),
)
OPEN, DONE, REFUSED = "open", "done", "refused"


def stay_items(day: date, earlier: str, former: str, work: str, loaded: Loaded) -> str:
    """The query of ``ITEM_COLUMNS`` of each item that is open, done or refused.

    ``work`` is the open work of the day, ``earlier`` and ``former`` are those of ``Past``; what
    was taken back, dropped, or is over without a word of anybody, is left out.
    """
    earlier = earlier or f"({no_actions(WHOLE_COLUMNS)})"
    return f"""WITH said AS ({said(day, former, loaded)}),
    latest AS (SELECT * FROM {earlier} WHERE item IS NOT NULL AND date <= DATE '{day}'
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1)
    SELECT l.record, l.customer_id, l.ref, l.item, l.title, l.role,
        coalesce(w.owner, l.owner) AS owner, l.code, l.due_at, l.checklist,
        CASE WHEN w.action_id IS NOT NULL THEN '{OPEN}' ELSE s.kind END AS state,
        w.due_on, w.days_late
    FROM latest AS l LEFT JOIN {work} AS w ON w.action_id = l.action_id
    LEFT JOIN said AS s ON s.action_id = l.action_id AND s.ended_on >= l.date
    WHERE w.action_id IS NOT NULL OR s.kind IN ('{DONE}', '{REFUSED}')"""  # noqa: S608
