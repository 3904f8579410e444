"""The rules of which something may come back: others need not be looked at again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.meaning.lasting import open_from
from careplay.model.actions import GONE, PUT_OFF, RULE, UNDONE
from careplay.model.business import Business
from careplay.sources.columns import quoted, sql_list

if TYPE_CHECKING:
    import duckdb


def rules_that_return(
    day: date, earlier: str, said: str, connection: duckdb.DuckDBPyConnection
) -> tuple[str, ...]:
    """Those of which something was put off to the day or before it, or was said to come back.

    So may what was taken back of late, and what was let go and put off since. What really comes
    back is for the engines to say.
    ``earlier`` is the relation of the earlier actions, ``said`` the query of the ids of which
    it was said.
    """
    if not earlier:
        return ()
    put_off = f"status = 'deferred' AND deferred_to <= DATE '{day}'"
    back = f"""status = 'withdrawn' AND held_by IN ('{GONE}', '{RULE}')
        AND due_at >= DATE '{open_from(day)}'"""
    found = connection.execute(
        f"""SELECT DISTINCT rule FROM (SELECT action_id, max_by(rule, date) AS rule,
            max_by(status, date) AS status, max_by(deferred_to, date) AS deferred_to,
            max_by(held_by, date) AS held_by, max_by(due_at, date) AS due_at
        FROM {earlier} WHERE held_by IS DISTINCT FROM '{UNDONE}' AND action_id IN ({said}
            UNION ALL SELECT action_id FROM {earlier} WHERE ({put_off}) OR ({back}))
        GROUP BY action_id)
        WHERE ({put_off}) OR ({back}) OR (status = 'due' AND action_id IN ({said}))
        ORDER BY rule"""  # noqa: S608
    )
    return tuple(rule for (rule,) in found.fetchall())


def said_to_return(business: Business, day: date, events: str | None, former: str) -> str:
    """The ids of the actions of which people said so; ``former`` are those of ``Past``.

    Without ``events`` nothing is known of what was said.
    """
    types = [name for name in PUT_OFF if name in business.event_types]
    if events is None or not types:
        return "SELECT NULL::VARCHAR AS action_id WHERE false"
    said = f"""SELECT "action"::VARCHAR AS action_id FROM {quoted(events)}
        WHERE type IN {sql_list(types)} AND "action" IS NOT NULL
            AND "at" < DATE '{day + timedelta(days=1)}'"""  # noqa: S608
    if not former:
        return said
    now = f"SELECT f.action_id FROM ({said}) AS s JOIN {former} AS f ON f.former = s.action_id"  # noqa: S608
    return f"{said} UNION ALL {now}"
