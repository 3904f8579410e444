"""The actions whole again, with all that people read, in order."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.base import RELATION
from careplay.engines.sql.settling.fresh import TODAY
from careplay.engines.sql.settling.given import CHANGED, PRESSING, ROWS, TOLD, Given, made
from careplay.engines.sql.settling.memory import SAID
from careplay.engines.sql.settling.returning import EARLIER
from careplay.engines.sql.settling.rules import RULES, index, place
from careplay.engines.sql.settling.withdrawing import GONE
from careplay.model.actions import ACTION_COLUMNS
from careplay.sources.columns import quoted

WHOLE, AGAIN, SETTLED = '"settling whole"', '"settling again"', '"settled"'
COLUMNS = ", ".join(quoted(name) for name, _ in ACTION_COLUMNS)
MARKS = ("attempt", "supersedes")
"""The columns in which an action told again may differ from itself."""


def statements(given: Given) -> Iterator[str]:
    """The view ``actions``, and what it stands on."""
    yield made(WHOLE, "\nUNION ALL ".join(_parts(given)))
    if given.past.same:
        yield made(AGAIN, _again(given))
    rows = AGAIN if given.past.same else WHOLE
    business = given.business
    yield made(
        SETTLED,
        f"""SELECT {COLUMNS} FROM (SELECT s.*, {PRESSING} AS pressing,
            {place(business)} AS place, {index(business)} AS index
        FROM {rows} AS s LEFT JOIN {RULES} AS r ON r.rule = s.rule)
    ORDER BY {TOLD}""",  # noqa: S608
    )
    yield f"CREATE OR REPLACE TEMP VIEW {quoted(RELATION)} AS SELECT * FROM {SETTLED}"  # noqa: S608


def _parts(given: Given) -> Iterator[str]:
    """The actions of each source, with what the steps made of them."""
    sources = [(TODAY, given.found.today.relation)]
    sources += [
        (number, relation) for number, (_, relation) in enumerate(given.found.missed, start=1)
    ]
    for number, relation in sources:
        yield _joined(quoted(relation), f"{ROWS} AS s", f"s.source = {number}")
    if given.past.earlier:
        same = f"s.source = {EARLIER} AND w.date = s.written"
        yield _joined(given.past.earlier, f"{ROWS} AS s", same)
        withdrawn = f"""(SELECT * REPLACE ({given.today} AS date, 'withdrawn' AS status,
            NULL::DATE AS deferred_to, 'changed' AS held_by, NULL::VARCHAR AS winner)
            FROM {GONE}) AS s"""  # noqa: S608
        yield _joined(given.past.earlier, withdrawn, "w.date = s.written")


def _joined(relation: str, rows: str, where: str) -> str:
    told = ", ".join(
        f"{'s' if name in CHANGED else 'w'}.{quoted(name)}" for name, _ in ACTION_COLUMNS
    )
    return f"""SELECT {told} FROM {relation} AS w JOIN {rows}
    ON w.action_id = s.action_id AND {where}"""  # noqa: S608


def _again(given: Given) -> str:
    """The actions as they follow on those of the earlier run of the date.

    One that is told as it was, or of which something was said, stays as it was.
    """
    before = given.past.same
    told = ", ".join(f"{{0}}.{quoted(name)}" for name, _ in ACTION_COLUMNS if name not in MARKS)
    as_it_was = f"row({told.format('w')}) IS NOT DISTINCT FROM row({told.format('b')})"
    acted = f"b.action_id IN (SELECT action_id FROM {SAID} WHERE said_on >= {given.today})"  # noqa: S608
    return f"""SELECT w.* REPLACE (coalesce(b.attempt + 1, w.attempt)::INTEGER AS attempt,
        CASE WHEN b.action_id IS NULL THEN w.supersedes ELSE w.action_id END AS supersedes)
    FROM {WHOLE} AS w LEFT JOIN {before} AS b ON b.action_id = w.action_id
    WHERE b.action_id IS NULL OR NOT ({acted} OR {as_it_was})
    UNION ALL BY NAME SELECT b.*
    FROM {before} AS b LEFT JOIN {WHOLE} AS w ON w.action_id = b.action_id
    WHERE {acted} OR (w.action_id IS NOT NULL AND {as_it_was})"""  # noqa: S608
