"""Customers of earlier days' open actions who are not in the table any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.engines.open_actions import is_not_over, may_be_open
from careplay.model.actions import OUTCOME_KINDS
from careplay.model.outcomes import SPOKEN
from careplay.sources.columns import is_key, literal, sql_list
from careplay.sources.querying import any_of, count_of

if TYPE_CHECKING:
    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded

ABSENT, BEGUN = '"absent"', "begun_actions"


def absent_customers(day: date, past: Past, loaded: Loaded) -> int:
    """How many customers have an action of earlier days that is open."""
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
    """The number of those of whose actions one is open."""
    relations = [each for each in (loaded.outcomes, loaded.absent_outcomes) if each]
    join, over = "", "true"
    if relations:
        said = _said(day, relations, past.former)
        join = f"""LEFT JOIN ({said}) AS s
            ON s.said_of = e.action_id AND s.said_on >= e.date"""
        over = is_not_over("e.", "s.")
    return f"""SELECT count(DISTINCT customer_id)
        FROM (SELECT * FROM {past.earlier} WHERE customer_id IN (FROM {ABSENT})
            QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS e
        {join} WHERE {may_be_open(day, "e.")} AND {over}"""  # noqa: S608


def _said(day: date, relations: Iterable[str], former: str) -> str:
    """What was said last of each action, and when it was last said to be done or refused."""
    ranks = ", ".join(literal(f"action.{kind}") for kind in OUTCOME_KINDS)
    every = " UNION ALL ".join(
        f"""SELECT "value", "type", "at" FROM "{each}"
            WHERE "at" < DATE '{day + timedelta(days=1)}'"""  # noqa: S608
        for each in relations
    )
    own, join = '"value"', ""
    if former:
        own, join = (
            f"coalesce(f.action_id, {own})",
            f'LEFT JOIN {former} AS f ON f.former = "value"',
        )
    return f"""SELECT {own} AS said_of, max("at"::DATE) AS said_on,
            max_by("type"[8:], ("at", list_position([{ranks}], "type"))) AS kind,
            max("at"::DATE) FILTER ("type" IN {sql_list(sorted(SPOKEN))}) AS ended_on
        FROM ({every}) {join} GROUP BY said_of"""  # noqa: S608
