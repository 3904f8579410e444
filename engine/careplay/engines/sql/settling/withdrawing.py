"""Stays that changed: what no longer stands is withdrawn, and what is asked instead says so."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.build import (
    column,
)
from careplay.engines.sql.recorded import RECORDS
from careplay.engines.sql.settling.fresh import FRESH, TODAY
from careplay.engines.sql.settling.given import CARRIED, Given, made
from careplay.engines.sql.settling.memory import ASKED, LATEST
from careplay.engines.sql.settling.rules import RULES, index
from careplay.engines.sql.words import plain
from careplay.model.receptions import Reception
from careplay.planning.needed import attributes_of
from careplay.sources.columns import literal, quoted

GONE = '"settling gone"'

STAY = "substr({row}.occasion, nullif(strpos({row}.occasion, '/'), 0) + 1)"
"""By what an action of a reception names its stay."""
ABOUT = "substr(l.occasion, strpos(l.occasion, ':') + 1, 10)"
"""The date the action is about: it may be ahead though the action's own deadline is past."""


def statements(given: Given) -> Iterator[str]:
    """What is withdrawn, and fresh actions that say what they stand in for."""
    yield made(GONE, _gone(given))
    if given.business.receptions and given.past.earlier:
        yield made(FRESH, _replacing(given))


def _gone(given: Given) -> str:
    told = ", ".join(f"l.{name}" for name in CARRIED)
    if not (given.business.receptions and given.past.earlier):
        return f"SELECT {told}, l.date AS written FROM {LATEST} AS l WHERE false"  # noqa: S608
    standing = given.found.standing
    still = f"UNION ALL SELECT action_id FROM {quoted(standing)}" if standing else ""  # noqa: S608
    return f"""SELECT {told}, l.date AS written
    FROM {LATEST} AS l JOIN {RULES} AS r ON r.rule = l.rule
    WHERE l.status IN ('due', 'deferred') AND NOT l.ended
        AND (l.due_at >= {given.today} OR {ABOUT} >= '{given.day}')
        AND (r.reception, l.customer_id, coalesce({STAY.format(row="l")}, ''))
            IN ({_changed(given)})
        AND l.action_id NOT IN
            (SELECT action_id FROM {ASKED} WHERE source = {TODAY} {still})"""  # noqa: S608


def _changed(given: Given) -> str:
    """The stays of which something was heard since the last run."""
    parts = (_of(each, given) for each in given.business.receptions.values())
    return "\n        UNION ALL ".join(parts)


def _of(reception: Reception, given: Given) -> str:
    kind = attributes_of(given.business)[reception.by]
    ref = plain(column(reception.by), kind)
    return f"""SELECT {literal(reception.name)}, customer_id::VARCHAR, {ref} FROM {RECORDS}
        WHERE type = {literal(reception.name)} AND known_on >= DATE '{given.found.since}'"""  # noqa: S608


def _replacing(given: Given) -> str:
    """The fresh actions; that of the same item, customer and stay is what one stands in for."""

    def item(row: str) -> str:
        stay = f"coalesce({STAY.format(row=row)}, '')"
        return f"(r.reception, r.item, {row}.customer_id, {stay}, {index(given.business, row)})"

    return f"""SELECT f.* REPLACE (g.action_id AS supersedes)
    FROM (SELECT f.*, {item("f")} AS item FROM {FRESH} AS f
        LEFT JOIN {RULES} AS r ON r.rule = f.rule AND r.reception IS NOT NULL) AS f
    LEFT JOIN (SELECT {item("s")} AS item,
            max_by(s.action_id, (s.due_at, s.action_id)) AS action_id
        FROM {GONE} AS s JOIN {RULES} AS r ON r.rule = s.rule GROUP BY ALL) AS g
    ON f.item = g.item"""  # noqa: S608
