"""What became of earlier actions: by what was said of them, and by what was decided last."""

from __future__ import annotations

from datetime import date, timedelta

from careplay.engines.open_actions import by_own_id, is_in_time
from careplay.engines.sql.settling.given import CANDIDATES, Given
from careplay.model.actions import OUTCOME_KINDS, OVER, SNOOZED
from careplay.planning.recall import Recall
from careplay.sources.columns import day_, quoted, sql_list

SAID, COMING, LATEST = '"said"', '"coming back"', '"settling latest"'
ASIDE = '"told again"'


def said(step: Recall, day: date, events: str, former: str) -> str:
    """Of each action what was said last, and when it was last said to be done or refused.

    ``former`` are the ids of ``Past``.
    """
    if not step.outcomes:
        return """SELECT NULL::VARCHAR AS action_id, NULL::DATE AS said_on,
            NULL::VARCHAR AS kind, NULL::DATE AS until, NULL::DATE AS ended_on WHERE false"""
    snoozed = SNOOZED in step.outcomes
    until = f"CASE type WHEN '{SNOOZED}' THEN until::DATE END" if snoozed else "NULL::DATE"
    ranks = " ".join(
        f"WHEN 'action.{kind}' THEN {rank}" for rank, kind in enumerate(OUTCOME_KINDS)
    )
    action, own = by_own_id('"action"', former)
    return f"""SELECT action_id, "at"::DATE AS said_on, type[8:] AS kind, until,
        max("at"::DATE) FILTER (WHERE type[8:] IN {sql_list(sorted(OVER))})
            OVER (PARTITION BY action_id) AS ended_on
    FROM (SELECT {action} AS action_id, "at", type, {until} AS until,
            CASE type {ranks} END AS rank
        FROM {_with_columns(events, snoozed=snoozed)} {own}
        WHERE type IN {sql_list(step.outcomes)} AND "action" IS NOT NULL
            AND "at" < {day_(day + timedelta(days=1))})
    QUALIFY row_number() OVER (PARTITION BY action_id
        ORDER BY "at" DESC, rank DESC, until DESC NULLS LAST) = 1"""  # noqa: S608


def _with_columns(events: str, *, snoozed: bool) -> str:
    """The events with the columns of outcomes, which a table that has none may lack.

    A run does without this step there; SQL that is printed is carried out on any table.
    """
    until = ", NULL::DATE AS until" if snoozed else ""
    return f"""(SELECT * FROM {quoted(events)}
            UNION ALL BY NAME SELECT NULL::VARCHAR AS "action"{until} WHERE false)"""  # noqa: S608


def begun(given: Given) -> str:
    """What an earlier run of the date gave, and people said something of that day."""
    said = [f"SELECT action_id FROM {SAID} WHERE said_on >= {given.today}"]  # noqa: S608
    if given.past.begun:
        said.append(f"SELECT action_id FROM {given.past.begun}")  # noqa: S608
    return f"""SELECT * FROM {given.past.same}
    WHERE action_id IN ({" UNION ALL ".join(said)})"""  # noqa: S608


def latest(given: Given) -> str:
    """What was decided last of each action that is asked for again, and when first of all.

    ``taken_back``: whether it was, and nobody said since that it is done or refused;
    ``put_right``: whether it is an item that would be open.
    """
    in_time = is_in_time(given.day, "")
    return f"""SELECT *, taken_back AND item IS NOT NULL AND {in_time} AS put_right
    FROM (SELECT l.*, l.status = 'withdrawn' AND NOT coalesce(s.ended_on >= l.date, false)
            AS taken_back
    FROM (SELECT action_id, max_by(status, date) AS status, max_by(attempt, date) AS attempt,
            coalesce(max_by(channels, date) FILTER (record IS NOT NULL AND attempt > 1), [])
                AS channels,
            any_value(item) AS item, max_by(due_at, date) AS due_at, any_value(about) AS about,
            max(date) AS date, min(date) AS first_told
        FROM {given.past.earlier} WHERE action_id IN (SELECT action_id FROM {CANDIDATES})
        GROUP BY action_id) AS l
    LEFT JOIN {SAID} AS s ON s.action_id = l.action_id)"""  # noqa: S608
