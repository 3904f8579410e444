"""Earlier actions that come back: put off by limits or by people, or nobody was reached."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.settling.fresh import FRESH
from careplay.engines.sql.settling.given import CARRIED, PRESSING, ROWS, Given, made
from careplay.engines.sql.settling.memory import LATEST
from careplay.engines.sql.settling.rules import RULES, index, place
from careplay.engines.sql.settling.withdrawing import GONE
from careplay.sources.columns import quoted

EARLIER = -1
"""The source of actions of earlier days."""

MOVED = "said IN ('unreached', 'snoozed')"


def statements(given: Given) -> Iterator[str]:
    """The actions of the date, those that come back and fresh ones, as they will compete."""
    business = given.business
    told = ", ".join(f"s.{name}" for name in CARRIED)
    back = f"UNION ALL BY NAME {_back(given)}" if given.past.earlier else ""
    yield made(
        ROWS,
        f"""SELECT {told}, s.source, s.written, {PRESSING} AS pressing,
        {place(business)} AS place, {index(business)} AS index
    FROM (SELECT *, NULL::DATE AS written FROM {FRESH} {back}) AS s
    LEFT JOIN {RULES} AS r ON r.rule = s.rule""",  # noqa: S608
    )


def _back(given: Given) -> str:
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
    FROM ({_coming(given)})"""  # noqa: S608


def _coming(given: Given) -> str:
    """The latest rows that come back, and for what was said of them, if for that."""
    today, told = given.today, ", ".join(f"l.{name}" for name in CARRIED)
    standing = given.found.standing
    still = f"SELECT action_id FROM {quoted(standing)}" if standing else "NULL"  # noqa: S608
    return f"""SELECT {told}, l.channels, l.date AS written, {EARLIER} AS source,
            CASE l.status WHEN 'due' THEN l.kind END AS said
        FROM {LATEST} AS l LEFT JOIN {RULES} AS r ON r.rule = l.rule
        WHERE l.action_id NOT IN (SELECT action_id FROM {GONE})
            AND (NOT coalesce(r.stands, false) OR l.action_id IN ({still}))
            AND CASE l.status
                WHEN 'deferred' THEN l.deferred_to <= {today} AND NOT l.ended
                WHEN 'due' THEN CASE l.kind
                    WHEN 'unreached' THEN l.said_on < {today} AND l.attempt < len(l.channels)
                    WHEN 'snoozed' THEN coalesce(l.until, l.said_on + 1) <= {today} END
                END"""  # noqa: S608
