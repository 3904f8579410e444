"""Deadlines that an edit moved: what was told counts until what it is by now was told."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.build import column
from careplay.engines.sql.recorded import RECORDS
from careplay.engines.sql.settling.given import CANDIDATES, Given, made
from careplay.engines.sql.settling.memory import SAID
from careplay.engines.sql.words import plain
from careplay.model.flows import WAITED, as_told
from careplay.planning.memory import MovedDeadlines, MovingFlow
from careplay.sources.columns import day_, literal, quoted, sql_list

TOLD, MOVED = '"settling told of cases"', '"settling moved"'
"""The open cases of those flows: whose, which, and whether its deadlines are others by now."""
IS_TOLD_AGAIN = "coalesce(m.step_moved AND m.step_due IS NOT NULL, false)"
"""Whether the step is told by another deadline, of a case ``m``."""


def statements(step: MovedDeadlines, given: Given) -> Iterator[str]:
    """The cases; and the candidates but for those of a deadline that nobody was told."""
    days = sorted({attribute for _, attribute in step.late})
    cases = "\n    UNION ALL ".join(_cases(each, days) for each in step.flows)
    yield made(TOLD, _told(step, given))
    yield made(
        MOVED,
        f"""SELECT *, step_moved AND step_due IS NOT NULL OR waits AS untold
    FROM (SELECT * REPLACE (step_moved AND step_told AS step_moved,
            goal_moved AND goal_told AND met_anew AS goal_moved,
            goal_told AND met_anew AS goal_told, waits AND goal_told AS waits)
    FROM (SELECT c.*, coalesce(s.told_on <= c.until, false) AS step_told,
        coalesce(g.told_on <= c.until, false) AS goal_told
    FROM ({cases}) AS c
    LEFT JOIN (SELECT customer_id, occasion,
            max(date) FILTER (NOT ended OR at_once) AS told_on FROM {TOLD} GROUP BY ALL) AS s
        ON s.customer_id = c.customer_id AND s.occasion = c.occasion
    LEFT JOIN (SELECT customer_id, record, ref, min(first_on) AS told_on
            FROM {TOLD} GROUP BY ALL) AS g
        ON g.customer_id = c.customer_id AND g.record = c.record AND g.ref = c.ref))""",  # noqa: S608
    )
    if step.late:
        spared = _spared(step, given)
        yield f"DELETE FROM {CANDIDATES} WHERE action_id IN ({spared})"  # noqa: S608


def joined(row: str) -> str:
    """The join of the case that a row is of, as ``m``."""
    return f"""LEFT JOIN {MOVED} AS m ON m.customer_id = {row}.customer_id
        AND m.record = {row}.record AND m.ref = {row}.ref"""


def found() -> str:
    """How many deadlines that people were told are others; the flows with some untold yet."""
    return f"""SELECT count(*) FILTER (step_moved AND met_anew)
        + count(*) FILTER (goal_moved),
        list_sort(coalesce(list(DISTINCT record) FILTER (untold), []))
    FROM {MOVED}"""  # noqa: S608


def _told(step: MovedDeadlines, given: Given) -> str:
    """What was told of the cases, by action: when first and last, and whether it is over."""
    at_once = sql_list(each.flow for each in step.flows if each.at_once)
    flows = sql_list(each.flow for each in step.flows)
    return f"""SELECT t.*, coalesce(s.ended_on >= t.date, false) AS ended,
        t.record IN {at_once} AS at_once
    FROM (SELECT customer_id, record, ref, occasion, action_id, min(date) AS first_on,
            max(date) AS date
        FROM {given.past.earlier} WHERE status IN ('due', 'deferred') AND record IN {flows}
        GROUP BY ALL) AS t
    LEFT JOIN {SAID} AS s ON s.action_id = t.action_id"""  # noqa: S608


def _cases(moving: MovingFlow, days: list[str]) -> str:
    flow, ref = literal(moving.flow), f"coalesce({plain(column(moving.by), moving.type)}, '')"
    waited = f"coalesce({quoted(as_told(WAITED))}, false)"
    moved = (
        f"{each} IS DISTINCT FROM {quoted(as_told(each))} AS {name}"
        for each, name in (("step_due", "step_moved"), ("goal_due", "goal_moved"))
    )
    return f"""SELECT customer_id::VARCHAR AS customer_id, type AS record, {ref} AS ref,
        {flow} || ':' || step || '/' || returns || '/' || {ref} AS occasion, step_due,
        {waited if moving.several else "false"} AS unheard,
        {day_(moving.until)} AS until, waiting IS NOT NULL AS waits,
        {"true" if moving.at_once else waited} AS met_anew,
        {", ".join((*moved, *map(quoted, days)))}
    FROM {RECORDS} WHERE type = {flow} AND ended_at IS NULL"""  # noqa: S608


def _spared(step: MovedDeadlines, given: Given) -> str:
    """What tells somebody above of a deadline that people had not been told."""
    whens = " ".join(
        f"WHEN {literal(rule)} THEN {_whose(day)} AND (m.unheard"
        f" OR coalesce(m.{quoted(day)} > {given.today}, true))"
        for rule, day in step.late
    )
    return f"""SELECT c.action_id FROM {CANDIDATES} AS c {joined("c")}
        WHERE m.record IS NOT NULL AND CASE c.rule {whens} ELSE false END"""  # noqa: S608


def _whose(day: str) -> str:
    """Whether people were told of the goal, or of the step."""
    return "m.goal_told" if day.startswith(as_told("goal")) else "m.step_told"
