"""What people said became of actions, of whomever they are: a row for each action."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.engines.open_actions import by_own_id
from careplay.model.actions import OUTCOME_KINDS
from careplay.model.outcomes import SPOKEN
from careplay.sources.columns import day_, literal, quoted, sql_list

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded


PUT_OFF_LAST = "(SELECT * FROM said WHERE kind IN ('snoozed', 'unreached'))"
"""Of the query below, called ``said``: the actions that are last said to come back."""


def said(day: date, former: str, loaded: Loaded) -> str:
    """What was said last up to the end of the day, and when it was last said to be over.

    ``former`` are the ids of ``Past``. ``engines/sql/settling/memory.py`` finds the same in the
    events, which lack those of customers who are not in the table.
    """
    relations = [each for each in (loaded.outcomes, loaded.absent_outcomes) if each]
    if not relations:
        return """SELECT NULL::VARCHAR AS action_id, NULL::DATE AS said_on,
            NULL::VARCHAR AS kind, NULL::DATE AS put_off, NULL::DATE AS ended_on WHERE false"""
    every = " UNION ALL ".join(
        f"""SELECT "value", "type", "at", put_off FROM {quoted(each)}
            WHERE "at" < {day_(day + timedelta(days=1))}"""  # noqa: S608
        for each in relations
    )
    own, join = by_own_id('"value"', former)
    ranks = ", ".join(literal(f"action.{kind}") for kind in OUTCOME_KINDS)
    last = f'"at", list_position([{ranks}], "type"), coalesce(put_off, {day_(date.min)})'
    return f"""SELECT {own} AS action_id,
            max("at"::DATE) AS said_on, max_by("type"[8:], ({last})) AS kind,
            arg_max_null(put_off, ({last})) AS put_off,
            max("at"::DATE) FILTER ("type" IN {sql_list(sorted(SPOKEN))}) AS ended_on
        FROM ({every}) {join} GROUP BY ALL"""  # noqa: S608
