"""Steps that are to be done again: what said that they are done is no more.

``plain/settling/undone.py`` does it row after row.
"""

from __future__ import annotations

from careplay.engines.sql.settling.fresh import FRESH, going_on
from careplay.engines.sql.settling.given import CANDIDATES, Given
from careplay.engines.sql.settling.left import LEFT
from careplay.engines.sql.settling.memory import LATEST
from careplay.model.actions import GONE, OPEN
from careplay.planning.memory import Withdraw
from careplay.sources.columns import sql_list


def statement(step: Withdraw, given: Given) -> str:
    """What is to be done in each such step is fresh, in the place of what is taken back."""
    apart = ""
    besides = (rule for each in step.followed for rule in (*each.by_start, *each.by_pause))
    if step.later:
        apart = f"AND action_id NOT IN (SELECT action_id FROM {given.past.later})"  # noqa: S608
    return f"""INSERT INTO {FRESH} BY NAME
    SELECT a.* REPLACE ({going_on()}, g.action_id AS supersedes), l.first_told,
        false AS dropped_before
    FROM (SELECT * FROM {CANDIDATES} WHERE ago = 0 AND rule IN {sql_list(step.steps)} {apart}
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY new DESC) = 1) AS a
    JOIN {LATEST} AS l ON l.action_id = a.action_id AND l.status IN {sql_list(OPEN)}
    JOIN (SELECT record, customer_id, ref, max_by(action_id, (due_at, action_id)) AS action_id
        FROM {LEFT} WHERE why = '{GONE}' AND item IS NULL
            AND (rule IN {sql_list(besides)}) IS NOT TRUE
        GROUP BY ALL) AS g
        ON g.record = a.record AND g.customer_id = a.customer_id AND g.ref = a.ref"""  # noqa: S608
