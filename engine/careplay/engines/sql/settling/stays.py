"""Which stays changed since the last run, and which of their items were told.

``plain/settling/stays.py`` does it row after row.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.build import column
from careplay.engines.sql.recorded import RECORDS
from careplay.engines.sql.settling.given import CANDIDATES, Given, made
from careplay.engines.sql.words import plain
from careplay.planning.memory import ChangedStays, Heard, Items
from careplay.sources.columns import KEY, day_, literal, quoted, sql_list

CHANGED, TOLD_ITEMS = '"changed stays"', '"told items"'
STAY = "record, customer_id, ref"


def changed(step: ChangedStays, given: Given) -> str:
    """The table of the stays that changed: ``record, customer_id, ref``."""
    every = [part for each in step.stays for part in _of(each, step, given)]
    return made(CHANGED, "\nUNION ALL ".join(every))


def _of(each: Heard, step: ChangedStays, given: Given) -> Iterator[str]:
    ref = plain(column(each.by), each.type)
    name = literal(each.reception)
    of = f"SELECT {name} AS record, {KEY}::VARCHAR AS customer_id, {ref} AS ref"
    yield f"""{of} FROM {RECORDS}
    WHERE type = {name} AND known_on > DATE '{step.last}'"""
    if step.late:
        yield f"""{of} FROM {quoted(given.past.heard)}
    WHERE type IN {sql_list(each.events)} AND {quoted(each.by)} IS NOT NULL"""


def told(items: Items, given: Given) -> str:
    """The table of the items that stays were told, whatever the level, and not taken back."""
    early = [rule for rule, _ in items.early]
    asked = f"SELECT {STAY} FROM {CANDIDATES} WHERE rule IN {sql_list((*items.once, *early))}"  # noqa: S608
    return made(
        TOLD_ITEMS,
        f"""SELECT DISTINCT {STAY}, item, "index", about
    FROM (SELECT {STAY}, item, "index", about, status FROM {given.past.earlier}
        WHERE item IS NOT NULL AND (rule IN {sql_list(early)}) IS NOT TRUE
            AND ({STAY}) IN ({asked})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1)
    WHERE status IN ('due', 'deferred')""",  # noqa: S608
    )


def is_settled(items: Items) -> str:
    """Whether the item was told by another rule, or what would be undone never was."""
    parts = ["false"]
    if items.once:
        parts.append(f"""(rule IN {sql_list(items.once)}
            AND ({STAY}) NOT IN (SELECT {STAY} FROM {CHANGED})
            AND ({STAY}, item, "index", about) IN
                (SELECT {STAY}, item, "index", about FROM {TOLD_ITEMS}))""")  # noqa: S608
    told = f"IN (SELECT {STAY}, item FROM {TOLD_ITEMS})"  # noqa: S608
    for rule, item in items.early:
        undone = f"({STAY}, {literal(item)}) {told}"
        parts.append(f"(rule = {literal(rule)} AND NOT {undone})")
    for each in items.late:
        undone = " OR ".join(f"({STAY}, {literal(item)}) {told}" for item in each.items)
        parts.append(f"""(rule = {literal(each.rule)} AND NOT new
            AND NOT (about >= {day_(each.since)} AND ({undone})))""")
    return f"coalesce({' OR '.join(parts)}, false)"
