"""Customers of earlier days' open actions who are not in the table any more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.model.actions import OVER
from careplay.sources.columns import is_key, sql_list
from careplay.sources.querying import any_of, count_of

if TYPE_CHECKING:
    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded

ABSENT, BEGUN = '"absent"', "begun_actions"
ENDING = sorted(f"action.{kind}" for kind in OVER)


def absent_customers(day: date, past: Past, loaded: Loaded) -> int:
    """How many customers were told an action, due or put off, that is still open."""
    if not past.earlier:
        return 0
    theirs = is_key("c.customer_id", "told.customer_id", integer=loaded.integer_keys)
    gone = count_of(
        loaded.connection,
        f"""CREATE OR REPLACE TEMP TABLE {ABSENT} AS SELECT told.customer_id
        FROM (SELECT DISTINCT customer_id FROM {past.earlier} WHERE customer_id <> '') AS told
        ANTI JOIN "{loaded.customers}" AS c ON {theirs}""",  # noqa: S608
    )
    # Most days nobody is, and then nothing more is read of the kept days than their customers.
    return count_of(loaded.connection, _open(day, past, loaded)) if gone else 0


def make_begun(day: date, former: str, loaded: Loaded) -> str:
    """Make the relation of ``Past.begun``; "" where there is none of it."""
    if not loaded.absent_outcomes:
        return ""
    own, join = '"value"', ""
    if former:
        own, join = (
            f"coalesce(f.action_id, {own})",
            f'LEFT JOIN {former} AS f ON f.former = "value"',
        )
    loaded.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {BEGUN} AS SELECT DISTINCT {own} AS action_id
        FROM "{loaded.absent_outcomes}" {join} WHERE "at"::DATE = DATE '{day}'"""  # noqa: S608
    )
    return BEGUN if any_of(loaded.connection, BEGUN, "true") else ""


def _open(day: date, past: Past, loaded: Loaded) -> str:
    """The number of those whose action was told last of all, and is not ended."""
    relations = (each for each in (loaded.outcomes, loaded.absent_outcomes) if each)
    ended = " UNION ALL ".join(
        f"""SELECT "value" AS ended, "at"::DATE AS ended_on FROM "{each}"
            WHERE "type" IN {sql_list(ENDING)} AND "at" < DATE '{day + timedelta(days=1)}'"""  # noqa: S608
        for each in relations
    )
    if ended and past.former:
        ended = f"""SELECT coalesce(f.action_id, ended) AS ended, ended_on
            FROM ({ended}) LEFT JOIN {past.former} AS f ON f.former = ended"""  # noqa: S608
    told = f"""(SELECT action_id, customer_id, status, date FROM {past.earlier}
        WHERE customer_id IN (FROM {ABSENT})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1)"""  # noqa: S608
    without = f"ANTI JOIN ({ended}) ON ended = action_id AND ended_on >= date" if ended else ""
    return f"""SELECT count(DISTINCT customer_id) FROM {told} {without}
        WHERE status IN ('due', 'deferred')"""  # noqa: S608
