"""What becomes of actions for which there is no room."""

from __future__ import annotations

from careplay.engines.sql.settling.given import ROWS, made

LOST = '"settling lost"'
"""``action_id``, ``held``, ``until`` (NULL: not at all) and ``won``."""


def without(lost: str) -> tuple[str, str]:
    """The statements that make the losers of a query dropped or deferred."""
    free = "l.action_id IS NULL"
    late = "l.until IS NULL OR l.until > s.due_at::DATE"
    rows = f"""SELECT s.* REPLACE (
        CASE WHEN {free} THEN s.status WHEN {late} THEN 'dropped' ELSE 'deferred' END AS status,
        CASE WHEN {free} OR {late} THEN s.deferred_to ELSE l.until END AS deferred_to,
        CASE WHEN {free} THEN s.held_by ELSE l.held END AS held_by,
        CASE WHEN {free} THEN s.winner ELSE l.won END AS winner)
    FROM {ROWS} AS s LEFT JOIN {LOST} AS l ON l.action_id = s.action_id"""  # noqa: S608
    return made(LOST, lost), made(ROWS, rows)
