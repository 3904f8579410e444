"""What becomes of actions for which there is no room."""

from __future__ import annotations

from careplay.engines.sql.settling.given import ROWS, made

LATE = "l.until IS NULL OR l.until > s.due_at::DATE"


def without(lost: str, *, waits: bool = False) -> str:
    """The statement that makes the losers of a query dropped or deferred.

    The query tells ``action_id``, ``held``, ``until`` (NULL: not at all) and ``won``;
    where it is said so, also ``waits``: whether the deadline is a day later.
    """
    free, due, later = "l.action_id IS NULL", "s.due_at", ""
    if waits:
        due = "CASE WHEN l.waits THEN s.due_at + INTERVAL 1 DAY ELSE s.due_at END"
        later = f"""
        {due} AS due_at,"""
    late = f"l.until IS NULL OR l.until > CAST({due} AS DATE)" if waits else LATE
    return made(
        ROWS,
        f"""WITH lost AS (
    {lost}
)
SELECT s.* REPLACE ({later}
        CASE WHEN {free} THEN s.status WHEN {late} THEN 'dropped' ELSE 'deferred' END AS status,
        CASE WHEN {free} OR {late} THEN s.deferred_to ELSE l.until END AS deferred_to,
        CASE WHEN {free} THEN s.held_by ELSE l.held END AS held_by,
        CASE WHEN {free} THEN s.winner ELSE l.won END AS winner)
FROM {ROWS} AS s LEFT JOIN lost AS l ON l.action_id = s.action_id""",  # noqa: S608
    )
