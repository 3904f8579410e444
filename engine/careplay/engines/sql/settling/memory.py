"""What became of earlier actions: by what was said of them, and by what was decided last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.sql.settling.given import CANDIDATES, Given, carried, day_, made, sql_list
from careplay.model.actions import OUTCOME_KINDS
from careplay.planning.memory import Recall
from careplay.sources.columns import quoted

SAID, LATEST = '"settling said"', '"settling latest"'
SNOOZED = "action.snoozed"


def statements(step: Recall, given: Given) -> Iterator[str]:
    """What was said of actions, and the latest row of every earlier action that matters."""
    if step.told or step.again:
        yield made(SAID, _said(step, given))
    if step.told:
        yield made(LATEST, _latest(step, given))


def _said(step: Recall, given: Given) -> str:
    """Of each action what was said last, and when it was last said to be done or refused."""
    if not step.outcomes:
        return """SELECT NULL::VARCHAR AS action_id, NULL::DATE AS said_on,
            NULL::VARCHAR AS kind, NULL::DATE AS until, NULL::DATE AS ended_on WHERE false"""
    snoozed = SNOOZED in step.outcomes
    until = f"CASE type WHEN '{SNOOZED}' THEN until::DATE END" if snoozed else "NULL::DATE"
    ranks = " ".join(
        f"WHEN 'action.{kind}' THEN {rank}" for rank, kind in enumerate(OUTCOME_KINDS)
    )
    return f"""SELECT action_id, "at"::DATE AS said_on, type[8:] AS kind, until,
        max("at"::DATE) FILTER (WHERE rank >= 2) OVER (PARTITION BY action_id) AS ended_on
    FROM (SELECT "action"::VARCHAR AS action_id, "at", type, {until} AS until,
            CASE type {ranks} END AS rank
        FROM {quoted(given.events)}
        WHERE type IN {sql_list(step.outcomes)} AND "action" IS NOT NULL
            AND "at" < {day_(given.day + timedelta(days=1))})
    QUALIFY row_number() OVER (PARTITION BY action_id
        ORDER BY "at" DESC, rank DESC, until DESC NULLS LAST) = 1"""  # noqa: S608


def _latest(step: Recall, given: Given) -> str:
    """The last row of each action that is asked for again, may come back or be withdrawn.

    ``said_on`` and so on are told where something was said since the date of the row.
    """
    return f"""SELECT {carried("e.")}, e.channels, s.said_on, s.kind, s.until,
        coalesce(s.ended_on >= e.date, false) AS ended
    FROM (SELECT * FROM {given.past.earlier} WHERE action_id IN ({_matters(step, given)})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS e
    LEFT JOIN {SAID} AS s ON s.action_id = e.action_id AND s.said_on >= e.date"""  # noqa: S608


def _matters(step: Recall, given: Given) -> str:
    stays = "OR item IS NOT NULL" if step.stays else ""
    return f"""SELECT action_id FROM {CANDIDATES} UNION SELECT action_id FROM {SAID} UNION
        SELECT action_id FROM {given.past.earlier}
        WHERE (status = 'deferred' AND deferred_to <= {given.today}) {stays}"""  # noqa: S608
