"""What became of earlier actions: by what was said of them, and by what was decided last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.sql.settling.given import CARRIED, Given, day_, listed, made
from careplay.engines.sql.settling.rules import RULES
from careplay.sources.columns import quoted

SAID, LATEST, ASKED = '"settling said"', '"settling latest"', '"settling asked"'
KINDS = ("snoozed", "unreached", "refused", "done")
"""The least telling first: of one moment the last one counts."""


def statements(given: Given) -> Iterator[str]:
    """What was said of actions, and the latest row of every earlier action that matters."""
    yield made(SAID, _said(given))
    yield made(LATEST, _latest(given))


def _said(given: Given) -> str:
    """Of each action what was said last, and when it was last said to be done or refused."""
    if not given.types:
        return """SELECT NULL::VARCHAR AS action_id, NULL::DATE AS said_on,
            NULL::VARCHAR AS kind, NULL::DATE AS until, NULL::DATE AS ended_on WHERE false"""
    snoozed = "action.snoozed" in given.types
    until = "CASE type WHEN 'action.snoozed' THEN until::DATE END" if snoozed else "NULL::DATE"
    ranks = " ".join(f"WHEN 'action.{kind}' THEN {rank}" for rank, kind in enumerate(KINDS))
    return f"""SELECT action_id, "at"::DATE AS said_on, type[8:] AS kind, until,
        max("at"::DATE) FILTER (WHERE rank >= 2) OVER (PARTITION BY action_id) AS ended_on
    FROM (SELECT "action"::VARCHAR AS action_id, "at", type, {until} AS until,
            CASE type {ranks} END AS rank
        FROM {quoted(given.events)}
        WHERE type IN {listed(sorted(given.types))} AND "action" IS NOT NULL
            AND "at" < {day_(given.day + timedelta(days=1))})
    QUALIFY row_number() OVER (PARTITION BY action_id
        ORDER BY "at" DESC, rank DESC, until DESC NULLS LAST) = 1"""  # noqa: S608


def _latest(given: Given) -> str:
    """The last row of each action that is asked for again, may come back or be withdrawn.

    ``said_on`` and so on are told where something was said since the date of the row.
    """
    earlier = given.past.earlier
    told = ", ".join(f"e.{name}" for name in (*CARRIED, "channels"))
    if not earlier:
        return f"""SELECT {told}, s.said_on, s.kind, s.until, false AS ended
            FROM {quoted(given.found.today.relation)} AS e JOIN {SAID} AS s ON false"""  # noqa: S608
    return f"""SELECT {told}, s.said_on, s.kind, s.until,
        coalesce(s.ended_on >= e.date, false) AS ended
    FROM (SELECT * FROM {earlier} WHERE action_id IN ({_matters(given)})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS e
    LEFT JOIN {SAID} AS s ON s.action_id = e.action_id AND s.said_on >= e.date"""  # noqa: S608


def _matters(given: Given) -> str:
    earlier, business = given.past.earlier, given.business
    stays = f"OR rule IN (SELECT rule FROM {RULES} WHERE reception IS NOT NULL)"  # noqa: S608
    return f"""SELECT action_id FROM {ASKED} UNION SELECT action_id FROM {SAID} UNION
        SELECT action_id FROM {earlier}
        WHERE (status = 'deferred' AND deferred_to <= {given.today})
        {stays if business.receptions else ""}"""  # noqa: S608
