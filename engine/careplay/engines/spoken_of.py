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
    connection, told = loaded.connection, past.earlier
    if not (told and any_of(connection, told, IS_LET_GO)):
        return past
    by_days = f"SELECT action_id FROM {told} WHERE {IS_LET_GO} IS NOT TRUE"  # noqa: S608
    is_by_none = f"{IS_LET_GO} IS TRUE AND action_id NOT IN ({by_days})"
    spoken = _are_spoken_of(business, day, loaded, past)
    if not spoken and not any_of(connection, told, is_by_none):
        return past  # as nearly always, and whoever reads a view works it out
    last = told_last(told, SPOKEN) if spoken else f"SELECT * FROM {told}"  # noqa: S608
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {TOLD} AS SELECT * FROM ({last}) WHERE NOT ({is_by_none})"  # noqa: S608
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
