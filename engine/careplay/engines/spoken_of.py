"""What was let go, and people spoke of since, is as if it had not been let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.engines.base import Past
from careplay.engines.open_actions import by_own_id, told_last
from careplay.model.actions import PUT_OFF, UNDONE
from careplay.model.business import Business
from careplay.sources.columns import day_, quoted, sql_list
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

TOLD, SPOKEN = "told_actions", "spoken_of"
IS_LET_GO = f"held_by = '{UNDONE}'"


def as_spoken_of(business: Business, day: date, loaded: Loaded, past: Past) -> Past:
    """The same without the rows that let go what was put off since, or reached nobody.

    And without those that let go what no kept day tells any more: one of them was run again.
    """
    connection = loaded.connection
    if not (past.earlier and any_of(connection, past.earlier, IS_LET_GO)):
        return past
    told = f"SELECT * FROM {past.earlier}"  # noqa: S608
    if _are_spoken_of(business, day, loaded, past):
        told = told_last(past.earlier, SPOKEN)
    by_days = f"SELECT action_id FROM {past.earlier} WHERE {IS_LET_GO} IS NOT TRUE"  # noqa: S608
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW {TOLD} AS SELECT * FROM ({told})
        WHERE {IS_LET_GO} IS NOT TRUE OR action_id IN ({by_days})"""  # noqa: S608
    )
    return replace(past, earlier=TOLD)


def _are_spoken_of(business: Business, day: date, loaded: Loaded, past: Past) -> bool:
    """Whether anything was put off or reached nobody, which are made a table."""
    types = [each for each in PUT_OFF if each in business.event_types]
    if not types:
        return False
    action, own = by_own_id('"action"', past.former)
    loaded.connection.execute(f"""CREATE OR REPLACE TEMP TABLE {SPOKEN} AS
        SELECT {action} AS action_id, max("at"::DATE) AS said_on
        FROM {quoted(loaded.events)} {own}
        WHERE type IN {sql_list(types)} AND "action" IS NOT NULL
            AND "at" < {day_(day + timedelta(days=1))} GROUP BY ALL""")  # noqa: S608
    return any_of(loaded.connection, SPOKEN, "true")
