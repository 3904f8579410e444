"""Which actions are open, as SQL of the row by which each was told last.

It was due or put off, nobody said that it is done or refused, its ladder has not ended, and its
time is not long past. ``plain/settling/coming.py`` says it of one row: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careplay.meaning.lasting import open_from
from careplay.meaning.letting_go import DAYS_OPEN, DaysOpen
from careplay.model.actions import OPEN, UNDONE
from careplay.sources.columns import day_, literal, sql_list


def may_be_open(day: date, row: str = "") -> str:
    """Whether it is open on the day, as far as the row ``row`` says; ``row`` ends in a dot."""
    return f"{row}status IN {sql_list(OPEN)} AND {is_in_time(day, row)}"


def is_in_time(day: date, row: str) -> str:
    """Whether its time is not long past; of a stay, whether what it is about is to come."""
    today = day_(day)
    return f"""CASE WHEN {row}item IS NULL THEN {row}due_at >= {day_(open_from(day))}
        ELSE {row}due_at >= {today} OR coalesce({row}about >= {today}, false) END"""


def is_not_over(row: str, said: str) -> str:
    """Whether it is open for all that people said: ``kind`` and ``ended_on`` of the action."""
    return f"""NOT coalesce({said}ended_on >= {row}date, false)
        AND NOT coalesce({said}kind = 'unreached' AND {row}status = 'due'
            AND {row}attempt >= coalesce(len({row}channels), 0), false)"""


def days_after(open_for: DaysOpen, row: str) -> str:
    """So many days after its day the action is open, which a rule asked for."""
    verbs = _cases(DAYS_OPEN.items())
    by_verb = f"CASE {row}verb {verbs} END"
    own = own_days_after(open_for, row)
    return f"coalesce({own}, {by_verb})" if own else by_verb


def own_days_after(open_for: DaysOpen, row: str) -> str:
    """The same as ``undone:`` says, NULL where it says nothing; empty: of none it does."""
    told = ((f"{row}rule", open_for.rules), (f"{row}category", open_for.categories))
    own = [f"CASE {column} {_cases(days)} END" for column, days in told if days]
    return f"coalesce({', '.join(own)})" if own else ""


def _cases(days: Iterable[tuple[str, int]]) -> str:
    return " ".join(f"WHEN {literal(name)} THEN {count}" for name, count in days)


def told_last(relation: str, said: str) -> str:
    """The query of the rows of a relation without those that let go what people spoke of since.

    Whoever puts off what was let go, or says that he reached nobody, is at work on it yet.
    ``said`` tells by ``action_id`` when that was said last: ``said_on``.
    """
    is_let_go = f"held_by IS NOT DISTINCT FROM '{UNDONE}'"
    return f"""SELECT * FROM {relation} WHERE NOT ({is_let_go} AND action_id IN (
        SELECT t.action_id FROM (SELECT action_id,
                max(date) FILTER (NOT ({is_let_go})) AS told_on FROM {relation}
            WHERE action_id IN (SELECT action_id FROM {said})
            GROUP BY action_id HAVING bool_or({is_let_go})) AS t
        JOIN {said} AS s ON s.action_id = t.action_id AND s.said_on >= t.told_on))"""  # noqa: S608


def by_own_id(said: str, former: str) -> tuple[str, str]:
    """The id of the action of which an outcome is, and the join that tells it.

    ``said`` is the column of the outcome that names it, ``former`` the relation of
    ``Past.former``; the join is empty where there is none of it.
    """
    if not former:
        return f"{said}::VARCHAR", ""
    join = f"LEFT JOIN {former} AS f ON f.former = {said}"
    return f"coalesce(f.action_id, {said}::VARCHAR)", join
