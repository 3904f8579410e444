"""What tells a case anew: a plan that breaks, where it was told of an earlier deadline before.

``plain/settling/renewing.py`` does it row after row.
"""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.sql.settling.given import CANDIDATES, IS_DUE, Given, made
from careplay.planning.memory import Renewal
from careplay.sources.columns import literal, sql_list

TOLD_FIRST = '"told first"'
CASE = "customer_id, record, ref"


def told_first(renews: Sequence[Renewal], given: Given) -> str:
    """The table of when each case was first told by what a rule tells anew."""
    pairs = ", ".join(
        f"({literal(each.rule)}, {literal(first)})" for each in renews for first in each.firsts
    )
    asked = f"SELECT {CASE} FROM {CANDIDATES} WHERE {_tells_anew(renews)}"  # noqa: S608
    return made(
        TOLD_FIRST,
        f"""SELECT r.rule, {CASE}, min(e.date) AS first
    FROM {given.past.earlier} AS e JOIN (VALUES {pairs}) AS r(rule, first) ON e.rule = r.first
    WHERE {IS_DUE} AND ({CASE}) IN ({asked})
    GROUP BY ALL""",  # noqa: S608
    )


def not_early(renews: Sequence[Renewal], asked: str) -> str:
    """What is asked for, without what tells a case anew that was not told before that date."""
    return f"""(SELECT c.* FROM {asked} AS c
        LEFT JOIN {TOLD_FIRST} AS t USING (rule, {CASE})
        WHERE NOT ({_tells_anew(renews, "c.")}) OR t.first < c.about)"""  # noqa: S608


def _tells_anew(renews: Sequence[Renewal], row: str = "") -> str:
    return f"{row}rule IN {sql_list(each.rule for each in renews)}"
