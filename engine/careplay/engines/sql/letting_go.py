"""Work that nobody did, and that is let go: told once, in the first run after its time.

``plain/settling/letting_go.py`` does it row after row.
"""

from __future__ import annotations

from careplay.engines.open_actions import days_after, own_days_after
from careplay.engines.sql.settling.given import carried, made
from careplay.engines.sql.settling.memory import SAID
from careplay.engines.sql.taking_back import RecallTables
from careplay.meaning.letting_go import LONGEST
from careplay.planning.recall import LetGo, Recall
from careplay.planning.steps import Plan
from careplay.sources.columns import KEY, day_, quoted

OVER = '"let go"'
"""What is let go on the date, as it was told last."""


def statement(let_go: LetGo, recall: Recall, plan: Plan, known: RecallTables) -> str:
    """The table of what is let go, unless the date has something else to say of it.

    The rows that may be are few, and found by the columns of their days alone.
    """
    earlier, later = known.past.earlier, ""
    if recall.later:
        later = f"AND e.action_id NOT IN (SELECT action_id FROM {known.past.later})"  # noqa: S608
    return made(
        OVER,
        f"""SELECT {carried("e.")}, e.date AS written
    FROM (SELECT * FROM {earlier}
        WHERE action_id IN (SELECT action_id FROM {earlier} WHERE {_is_over(let_go, plan)})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS e
    LEFT JOIN {SAID} AS s ON s.action_id = e.action_id AND s.said_on >= e.date
    LEFT JOIN {quoted(known.customers)} AS c ON {known.is_customer(f"c.{KEY}", "e.customer_id")}
    WHERE {_is_over(let_go, plan, "e.")} AND s.kind IS NULL
        AND (e.customer_id = '' OR c.{KEY} IS NOT NULL) {later}""",  # noqa: S608
    )


def _is_over(let_go: LetGo, plan: Plan, row: str = "") -> str:
    """Whether a rule's action was open by the end of the last run's day, and is not now."""
    own = own_days_after(let_go.days, row)
    to_be_done = f"greatest({row}due_at::DATE, {row}date)"
    last = f"{to_be_done} + {days_after(let_go.days, row)}"
    open_then = last
    if own:
        open_then = f"CASE WHEN {own} IS NULL THEN {last} ELSE {to_be_done} + {LONGEST} END"
    return f"""({row}status = 'due' AND {row}record IS NULL
        AND {open_then} >= {day_(let_go.since)} AND {last} < {day_(plan.day)})"""
