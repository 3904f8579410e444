"""What was told of an event by a former key is called so still: the schedule with such names.

Of the events of a moment that no kept day told by their own keys, the least goes by the first
former key of that moment, and so on. ``plain/as_told.py`` does it match by match.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.base import Past
from careplay.engines.sql.matches import MATCH, numbered
from careplay.engines.sql.pieces import Sql, Statement
from careplay.engines.sql.probed import ORDER, events_probed
from careplay.engines.sql.schedule import CUSTOMER, OCCASION, SCHEDULE
from careplay.engines.sql.settling.given import made
from careplay.meaning.event_keys import KEYLESS, MADE_OF
from careplay.planning.steps import Plan
from careplay.sources.columns import literal, quoted


def statements(plan: Plan, past: Past) -> Iterator[Statement]:
    """The statement that names the schedule anew; none where no kept day has former keys."""
    kept = [each for each in (past.earlier, past.same, past.later) if each]
    if plan.former_keys and kept and events_probed(plan) and numbered(plan):
        title = "schedule: what was told by a former key goes by it"
        yield Statement(title, Sql(made(quoted(SCHEDULE), _named(plan, kept))))


def _named(plan: Plan, kept: list[str]) -> str:
    occasion = quoted(OCCASION)
    return f"""WITH asked AS MATERIALIZED ({_asked(plan)}),
    near AS MATERIALIZED ({_near(kept)}), told AS MATERIALIZED ({_told()}),
    former AS (SELECT DISTINCT t.* EXCLUDE (kind), dense_rank() OVER (
            PARTITION BY t.customer_id, t.rule, t.base ORDER BY t.occasion) AS n
        FROM told AS t JOIN asked AS a USING (customer_id, rule, base) WHERE t.kind <> a.kind),
    free AS (SELECT *, dense_rank() OVER (
            PARTITION BY customer_id, rule, ago, base ORDER BY place, occasion) AS n
        FROM asked ANTI JOIN told USING (customer_id, rule, occasion))
    SELECT s.* REPLACE (coalesce(f.occasion, s.{occasion}) AS {occasion})
    FROM {quoted(SCHEDULE)} AS s
    LEFT JOIN free ON free."row" = s.rowid
    LEFT JOIN former AS f ON f.customer_id = free.customer_id AND f.rule = free.rule
        AND f.base = free.base AND f.n = free.n
    ORDER BY s.rowid"""  # noqa: S608


def _asked(plan: Plan) -> str:
    """The rows of the schedule that events without a key of their own gave."""
    rules = " ".join(
        f"WHEN {number} THEN {literal(plan.rules[match.rule].id)}"
        for number, match in numbered(plan)
    )
    days = " ".join(f"WHEN {number} THEN {match.ago}" for number, match in numbered(plan))
    occasion = quoted(OCCASION)
    return f"""SELECT rowid AS "row", {quoted(CUSTOMER)} AS customer_id,
            CASE {quoted(MATCH)} {rules} END AS rule, CASE {quoted(MATCH)} {days} END AS ago,
            {occasion} AS occasion, {quoted(ORDER)} AS place, {_parts(occasion)}
        FROM {quoted(SCHEDULE)}
        WHERE {quoted(ORDER)} IS NOT NULL AND regexp_matches({occasion}, {literal(KEYLESS)})"""  # noqa: S608


def _near(kept: list[str]) -> str:
    """What kept days told of the same moments; few keys are left to be taken apart."""
    begins = (
        "CASE WHEN contains(occasion, '#') THEN split_part(occasion, '#', 1) ELSE occasion END"
    )
    told = (f"SELECT customer_id, rule, occasion FROM {each}" for each in kept)  # noqa: S608
    return f"""SELECT * FROM ({" UNION ALL ".join(told)})
        WHERE {begins} IN (SELECT base FROM asked UNION SELECT {begins} FROM asked)"""  # noqa: S608


def _told() -> str:
    return f"""SELECT DISTINCT customer_id, rule, occasion, {_parts("occasion")}
        FROM near WHERE regexp_matches(occasion, {literal(KEYLESS)})"""  # noqa: S608


def _parts(occasion: str) -> str:
    """The key without the mark of its event, and what kind of mark that is."""
    ends = literal(KEYLESS)
    return f"""regexp_replace({occasion}, {ends}, '\\1\\3') AS base,
            substr(regexp_extract({occasion}, {ends}, 2), 1, {MADE_OF + 1}) AS kind"""
