"""Outcomes in tables that name an action by its short code: they are of the action's id.

A code is one store's and may be given again after some months. So it is that of the action
that the customer was told by it last, up to the day on which the outcome was said; where no
customer is named, and several actions were told by it, of none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.history.ageing import ever_told
from careplay.history.reading import actions_in
from careplay.meaning.short_codes import CHECK_SIGNS, LEAST_DIGITS
from careplay.model.actions import ACTION, OUTCOMES
from careplay.model.business import Business
from careplay.sources.columns import KEY, quoted, sql_list
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

NAMED = '"codes named"'
SIGNS = f"[{CHECK_SIGNS}]{{{LEAST_DIGITS + 1},19}}"
IS_CODE = f"""regexp_full_match(upper(trim("value")), '{SIGNS}')"""
"""Whether what an outcome names may be a code; an id has twenty digits."""


def by_id(business: Business, day: date, out: Path, loaded: Loaded) -> Loaded:
    """The same events, outcomes told by the ids of their actions where a code tells which."""
    relations = [each for each in (loaded.outcomes, loaded.absent_outcomes) if each]
    if not any(any_of(loaded.connection, quoted(each), IS_CODE) for each in relations):
        return loaded
    files = ever_told(business.id, out, day)
    if not files:
        return loaded
    told = " UNION ".join(
        f"""SELECT "value", customer_id, "at"::DATE AS said_on FROM {quoted(each)}
        WHERE {IS_CODE}"""  # noqa: S608
        for each in relations
    )
    loaded.connection.execute(f"""CREATE OR REPLACE TABLE {NAMED} AS
        SELECT t."value", t.customer_id, t.said_on,
            arg_max(a.action_id, a.date) AS action_id
        FROM ({told}) AS t JOIN ({actions_in(loaded.connection, files)}) AS a
            ON a.code = upper(trim(t."value")) AND a.date <= t.said_on
            AND (t.customer_id IS NULL OR a.customer_id = t.customer_id)
        GROUP BY ALL
        HAVING t.customer_id IS NOT NULL OR count(DISTINCT a.action_id) = 1""")  # noqa: S608
    return replace(
        loaded,
        events=_named(loaded, loaded.events, ACTION, f"type IN {sql_list(OUTCOMES)}"),
        outcomes=_named(loaded, loaded.outcomes, "value"),
        absent_outcomes=_named(loaded, loaded.absent_outcomes, "value"),
    )


def _named(loaded: Loaded, relation: str, column: str, where: str = "true") -> str:
    """A view of the relation with ids for codes; of no relation none."""
    if not relation:
        return ""
    name = f"{relation} by id"
    own = f"nullif(e.{quoted(KEY)}::VARCHAR, '')"
    loaded.connection.execute(f"""CREATE OR REPLACE VIEW {quoted(name)} AS
        SELECT e.* REPLACE (coalesce(n.action_id, e.{quoted(column)}) AS {quoted(column)})
        FROM {quoted(relation)} AS e LEFT JOIN {NAMED} AS n
            ON {where} AND n."value" = e.{quoted(column)} AND n.said_on = e."at"::DATE
            AND n.customer_id IS NOT DISTINCT FROM {own}""")  # noqa: S608
    return name
