"""Deadlines that an edit moved: what was told counts until what it is by now was told."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.build import column
from careplay.engines.sql.recorded import RECORDS
from careplay.engines.sql.settling.given import CANDIDATES, Given, made, sql_list
from careplay.engines.sql.words import plain
from careplay.model.flows import as_told
from careplay.planning.memory import MovedDeadlines, MovingFlow
from careplay.sources.columns import literal, quoted

MOVED = '"settling moved"'
"""The open cases of those flows: whose, which, and whether its deadlines are others by now."""
IS_TOLD_AGAIN = "coalesce(m.step_moved AND m.step_due IS NOT NULL, false)"
"""Whether the step is told by another deadline, of a case ``m``."""


def statements(step: MovedDeadlines, given: Given) -> Iterator[str]:
    """The cases; and the candidates but for those of a deadline that nobody was told."""
    days = sorted({attribute for _, attribute in step.late})
    cases = "\n    UNION ALL ".join(_cases(each, days) for each in step.flows)
    told = f"""FROM {given.past.earlier} WHERE status IN ('due', 'deferred')
            AND record IN {sql_list(each.flow for each in step.flows)}"""
    yield made(
        MOVED,
        f"""SELECT * REPLACE (step_moved AND step_told AS step_moved,
            goal_moved AND goal_told AS goal_moved)
    FROM (SELECT *,
        (customer_id, occasion) IN (SELECT (customer_id, occasion) {told}) AS step_told,
        (customer_id, record, ref) IN (SELECT (customer_id, record, ref) {told}) AS goal_told
    FROM ({cases}))""",  # noqa: S608
    )
    if step.late:
        spared = _spared(step, given)
        yield f"DELETE FROM {CANDIDATES} WHERE action_id IN ({spared})"  # noqa: S608


def joined(row: str) -> str:
    """The join of the case that a row is of, as ``m``."""
    return f"""LEFT JOIN {MOVED} AS m ON m.customer_id = {row}.customer_id
        AND m.record = {row}.record AND m.ref = {row}.ref"""


def count() -> str:
    """How many deadlines that people were told are others by now."""
    return f"""SELECT count(*) FILTER (step_moved) + count(*) FILTER (goal_moved)
    FROM {MOVED}"""  # noqa: S608


def _cases(moving: MovingFlow, days: list[str]) -> str:
    flow, ref = literal(moving.flow), f"coalesce({plain(column(moving.by), moving.type)}, '')"
    moved = (
        f"{each} IS DISTINCT FROM {quoted(as_told(each))} AS {name}"
        for each, name in (("step_due", "step_moved"), ("goal_due", "goal_moved"))
    )
    return f"""SELECT customer_id::VARCHAR AS customer_id, type AS record, {ref} AS ref,
        {flow} || ':' || step || '/' || returns || '/' || {ref} AS occasion, step_due,
        {", ".join((*moved, *map(quoted, days)))}
    FROM {RECORDS} WHERE type = {flow} AND ended_at IS NULL"""  # noqa: S608


def _spared(step: MovedDeadlines, given: Given) -> str:
    """What tells somebody above of a deadline that people had not been told."""
    whens = " ".join(
        f"WHEN {literal(rule)} THEN {_whose(day)} AND coalesce(m.{quoted(day)} > {given.today},"
        " true)"
        for rule, day in step.late
    )
    return f"""SELECT c.action_id FROM {CANDIDATES} AS c {joined("c")}
        WHERE m.record IS NOT NULL AND CASE c.rule {whens} ELSE false END"""  # noqa: S608


def _whose(day: str) -> str:
    """Whether people were told of the goal, or of the step."""
    return "m.goal_told" if day.startswith(as_told("goal")) else "m.step_told"
