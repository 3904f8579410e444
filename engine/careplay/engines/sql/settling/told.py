"""The actions whole again, with all that people read, in order."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.base import WHOLE
from careplay.engines.sql.letting_go import OVER
from careplay.engines.sql.settling.given import (
    CHANGED,
    PRESSING,
    ROWS,
    TOLD,
    Given,
    made,
    place,
)
from careplay.engines.sql.settling.memory import ASIDE
from careplay.engines.sql.settling.withdrawing import GONE
from careplay.model.actions import ACTION_COLUMNS, OF_ANOTHER_RUN, UNDONE, WHOLE_COLUMNS
from careplay.planning.memory import Tell
from careplay.sources.columns import quoted

AGAIN, SETTLED = '"settling again"', '"settled"'
COLUMNS = ", ".join(quoted(name) for name, _ in WHOLE_COLUMNS)


def statements(step: Tell, given: Given, asked: str) -> Iterator[str]:
    """The view of all actions, and what it stands on.

    ``asked`` is the query of all that was asked for as people read it, with its ``row``.
    """
    if step.aside:
        yield f"INSERT INTO {ROWS} BY NAME SELECT * FROM {ASIDE}"  # noqa: S608
    every = "\nUNION ALL ".join(_parts(step, given, asked))
    if step.again:
        yield made(AGAIN, every)
        every = _again(given)
    ordered = f"""SELECT {COLUMNS} FROM (SELECT *, {PRESSING} AS pressing,
        {place(step.places)} AS place FROM ({every}))
    ORDER BY {TOLD}"""  # noqa: S608
    yield made(SETTLED, ordered)
    yield f"CREATE OR REPLACE TEMP VIEW {quoted(WHOLE)} AS\nSELECT * FROM {SETTLED}"


def _parts(step: Tell, given: Given, asked: str) -> Iterator[str]:
    """The actions of each source, with what the steps made of them."""
    told_before = "NOT (s.dropped_before AND s.status = 'dropped')"
    yield _joined(f"({asked})", f"{ROWS} AS s", f'w."row" = s."row" AND {told_before}')
    if not step.told:
        return
    earlier, same = given.past.earlier, "w.action_id = s.action_id AND w.date = s.written"
    yield _joined(earlier, f"{ROWS} AS s", f'{same} AND s."row" IS NULL')
    once_more = f"""SELECT * REPLACE ({given.today} AS date, '{{}}' AS status,
        NULL::DATE AS deferred_to, {{}} AS held_by, NULL::VARCHAR AS winner) FROM"""
    withdrawn = f"({once_more.format('withdrawn', 'why')} {GONE}) AS s"
    yield _joined(earlier, withdrawn, same)
    told = " UNION ALL ".join(f"SELECT action_id FROM {each}" for each in (ROWS, GONE))  # noqa: S608
    let_go = once_more.format("dropped", f"'{UNDONE}'")
    over = f"({let_go} {OVER} WHERE action_id NOT IN ({told})) AS s"
    yield _joined(earlier, over, same)


def _joined(relation: str, rows: str, on: str) -> str:
    told = ", ".join(_of(name, rows) for name, _ in WHOLE_COLUMNS)
    return f"SELECT {told} FROM {relation} AS w JOIN {rows} ON {on}"  # noqa: S608


def _of(name: str, rows: str) -> str:
    """A column as the steps left it, or as people read it; channels may be fewer than were."""
    if name == "channels" and rows.startswith(ROWS):
        return 'coalesce(s."channels", w."channels") AS "channels"'
    return f"{'s' if name in CHANGED else 'w'}.{quoted(name)}"


def _again(given: Given) -> str:
    """The actions as they follow on those of the earlier run of the date.

    One that is told as it was, or of which something was said, stays as it was. What is told
    again by another deadline is of the same attempt.
    """
    before = given.past.same
    told = ", ".join(
        f"{{0}}.{quoted(name)}" for name, _ in ACTION_COLUMNS if name not in OF_ANOTHER_RUN
    )
    as_it_was = f"row({told.format('w')}) IS NOT DISTINCT FROM row({told.format('b')})"
    acted = f"b.action_id IN (SELECT action_id FROM {given.begun})"  # noqa: S608
    attempt = "CASE WHEN w.supersedes IS DISTINCT FROM w.action_id THEN b.attempt + 1 END"
    return f"""SELECT w.* REPLACE (coalesce({attempt}, w.attempt)::INTEGER AS attempt,
        CASE WHEN b.action_id IS NULL THEN w.supersedes ELSE w.action_id END AS supersedes)
    FROM {AGAIN} AS w LEFT JOIN {before} AS b ON b.action_id = w.action_id
    WHERE b.action_id IS NULL OR NOT ({acted} OR {as_it_was})
    UNION ALL BY NAME SELECT b.*
    FROM {before} AS b LEFT JOIN {AGAIN} AS w ON w.action_id = b.action_id
    WHERE {acted} OR (w.action_id IS NOT NULL AND {as_it_was})"""  # noqa: S608
