"""Candidates that are new: of the date, and of days on which nothing was run."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.settling.given import CARRIED, Given, day_, made
from careplay.engines.sql.settling.memory import ASKED, LATEST
from careplay.engines.sql.settling.rules import RULES
from careplay.model.rules import Per
from careplay.sources.columns import literal, quoted

FRESH, ACTED = '"settling fresh"', '"settling acted"'
TODAY = 0
"""The source of candidates of the date; those of missed days are numbered from 1."""


def asked(given: Given) -> str:
    """The statement that lists candidates, each once, as it was first asked for."""
    told = ", ".join(CARRIED)
    parts = [f"SELECT {told}, {TODAY} AS source FROM {quoted(given.found.today.relation)}"]  # noqa: S608
    parts += [
        f"SELECT {told}, {number} FROM {quoted(relation)}"  # noqa: S608
        for number, (_, relation) in enumerate(given.found.missed, start=1)
    ]
    every = "\nUNION ALL ".join(parts)
    if not given.found.missed:
        return made(ASKED, every)
    day = f"greatest(due_at, {given.today} + due_at::TIME)"
    return made(
        ASKED,
        f"""SELECT * REPLACE ({given.today} AS date,
        CASE WHEN date < {given.today} THEN {day} ELSE due_at END AS due_at)
    FROM (SELECT *, max(date) OVER (PARTITION BY customer_id, rule) AS last FROM ({every}))
    WHERE date = {given.today} OR date = last OR rule NOT IN
        (SELECT rule FROM {RULES} WHERE latest)
    QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date) = 1""",  # noqa: S608
    )


def statements(given: Given) -> Iterator[str]:
    """The candidates that earlier actions and ``once`` leave."""
    yield made(FRESH, _new())
    limited = [rule for rule in given.business.rules if rule.once is not None]
    if limited:
        yield made(ACTED, _acted(given))
        yield made(FRESH, _once(given))


def _new() -> str:
    """Those not asked for before; what was withdrawn may come anew."""
    return f"""SELECT a.* REPLACE (coalesce(l.attempt + 1, a.attempt)::INTEGER AS attempt)
    FROM {ASKED} AS a LEFT JOIN {LATEST} AS l ON a.action_id = l.action_id
    WHERE l.action_id IS NULL OR l.status = 'withdrawn'"""  # noqa: S608


def _acted(given: Given) -> str:
    """When rules last acted for customers: for each occasion, and at all."""
    relation = given.past.earlier or quoted(given.found.today.relation)
    return f"""SELECT customer_id, rule, occasion, max(date) AS last
    FROM {relation} WHERE status = 'due' AND date < {given.today}
        AND rule IN (SELECT rule FROM {RULES} WHERE per IS NOT NULL)
        AND customer_id IN (SELECT customer_id FROM {FRESH})
    GROUP BY GROUPING SETS ((customer_id, rule, occasion), (customer_id, rule))"""  # noqa: S608


def _once(given: Given) -> str:
    head = "min((due_at, occasion)) OVER (PARTITION BY customer_id, rule)"
    bars = f"""CASE r.per WHEN {literal(Per.YEAR)} THEN year(a.last) = {given.day.year}
        WHEN {literal(Per.DAYS)} THEN {day_(given.day)} < a.last + r.days
        ELSE a.last IS NOT NULL END"""
    return f"""SELECT f.* EXCLUDE (head) FROM (SELECT *, {head} AS head FROM {FRESH}) AS f
    LEFT JOIN {RULES} AS r ON r.rule = f.rule
    LEFT JOIN {ACTED} AS a ON a.customer_id = f.customer_id AND a.rule = f.rule
        AND a.occasion IS NOT DISTINCT FROM
            CASE r.per WHEN {literal(Per.EVENT)} THEN f.occasion END
    WHERE r.per IS NULL OR NOT coalesce({bars}, false)
        AND (r.per = {literal(Per.EVENT)} OR f.occasion = head[2])"""  # noqa: S608
