"""Earlier actions that come back: put off by limits or by people, or nobody was reached."""

from __future__ import annotations

from careplay.engines.sql.settling.fresh import FRESH
from careplay.engines.sql.settling.given import (
    CANDIDATES,
    PRESSING,
    ROWS,
    Given,
    carried,
    made,
    place,
    sql_list,
)
from careplay.engines.sql.settling.memory import LATEST
from careplay.engines.sql.settling.withdrawing import GONE
from careplay.planning.memory import Return

MOVED = "said IN ('unreached', 'snoozed')"


def statement(step: Return, given: Given) -> str:
    """The actions of the date, those that come back and fresh ones, as they will compete."""
    every = f'SELECT {carried()}, happened, "row", NULL::DATE AS written FROM {FRESH}'  # noqa: S608
    if step.told:
        every += f"\n    UNION ALL BY NAME {_back(step, given)}"
    return made(
        ROWS,
        f"""SELECT *, {PRESSING} AS pressing, {place(step.places)} AS place
    FROM ({every})""",  # noqa: S608
    )


def _back(step: Return, given: Given) -> str:
    today = given.today
    over = f"status = 'deferred' AND due_at < {today}"
    return f"""SELECT * EXCLUDE (said, channels) REPLACE ({today} AS date,
        CASE WHEN {over} THEN 'dropped' ELSE 'due' END AS status,
        NULL::DATE AS deferred_to,
        CASE WHEN {over} THEN held_by END AS held_by,
        CASE WHEN {over} THEN winner END AS winner,
        CASE WHEN {MOVED} THEN greatest(due_at, {today} + due_at::TIME)
            ELSE due_at END AS due_at,
        CASE said WHEN 'unreached' THEN channels[attempt + 1] ELSE channel END AS channel,
        attempt + (coalesce(said, '') = 'unreached')::INTEGER AS attempt)
    FROM ({_coming(step, given)})"""  # noqa: S608


def _coming(step: Return, given: Given) -> str:
    """The latest rows that come back, and for what was said of them, if for that."""
    today = given.today
    gone = f"AND action_id NOT IN (SELECT action_id FROM {GONE})" if step.withdrawn else ""  # noqa: S608
    stands = ""
    if step.standing:
        stands = f"""AND (rule NOT IN {sql_list(step.standing)}
            OR action_id IN (SELECT action_id FROM {CANDIDATES} WHERE ago = 0))"""  # noqa: S608
    if step.later:
        gone += f" AND action_id NOT IN (SELECT action_id FROM {given.past.later})"  # noqa: S608
    return f"""SELECT {carried()}, channels, date AS written,
            CASE status WHEN 'due' THEN kind END AS said
        FROM {LATEST}
        WHERE CASE status
                WHEN 'deferred' THEN deferred_to <= {today} AND NOT ended
                WHEN 'due' THEN CASE kind
                    WHEN 'unreached' THEN said_on < {today} AND attempt < len(channels)
                    WHEN 'snoozed' THEN coalesce(until, said_on + 1) <= {today} END
                END
            {gone} {stands}"""  # noqa: S608
