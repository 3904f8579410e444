"""Customers of earlier days' actions who are not in the table any more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.open_actions import by_own_id
from careplay.sources.columns import is_key
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded

ABSENT, BEGUN = '"absent"', "begun_actions"


def make_absent(past: Past, loaded: Loaded) -> None:
    """Make the relation of those whom earlier days gave an action, be it open or not."""
    told = "SELECT NULL::VARCHAR AS customer_id WHERE false"
    if past.earlier:
        told = f"SELECT DISTINCT customer_id FROM {past.earlier} WHERE customer_id <> ''"  # noqa: S608
    theirs = is_key("c.customer_id", "told.customer_id", integer=loaded.integer_keys)
    loaded.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {ABSENT} AS SELECT told.customer_id
        FROM ({told}) AS told ANTI JOIN "{loaded.customers}" AS c ON {theirs}"""  # noqa: S608
    )


def make_begun(day: date, former: str, loaded: Loaded) -> str:
    """Make the relation of ``Past.begun``; "" where there is none of it."""
    if not loaded.absent_outcomes:
        return ""
    own, join = by_own_id('"value"', former)
    loaded.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {BEGUN} AS SELECT DISTINCT {own} AS action_id
        FROM "{loaded.absent_outcomes}" {join} WHERE "at"::DATE = DATE '{day}'"""  # noqa: S608
    )
    return BEGUN if any_of(loaded.connection, BEGUN, "true") else ""
