"""Events as the last run knew them: without those that came in since.

What it did not know is told by the hash of whole rows: rows alike in all columns are one event.
"""

from __future__ import annotations

from careplay.engines.base import UNSEEN
from careplay.engines.sql.build import (
    STAR,
    Query,
    Sql,
    among_rows,
    call,
    column,
    negated,
    select,
    table,
)
from careplay.engines.sql.queries import make
from careplay.meaning.events import INSTANT
from careplay.planning.needed import attributes_in
from careplay.planning.probes import Column
from careplay.planning.steps import Plan
from careplay.sources.columns import KEY

SEEN = "events as known"


def source_of(of: Column, events: str) -> str:
    """The relation of events that a case or a stay is folded from."""
    return SEEN if of.as_known else events


def seen(plan: Plan, events: str) -> Sql | None:
    """Make the view of what the last run knew, where a case or a stay is folded from it."""
    if not any(each.column.as_known for each in plan.records):
        return None
    known = select(STAR, source=table(events), where=negated(is_unseen(plan)))
    return make("VIEW", SEEN, known)


def is_unseen(plan: Plan) -> Sql:
    """Whether the last run did not know of an event."""
    return among_rows(_hash(plan), _hashes(plan))


def _hashes(plan: Plan) -> Query:
    return select(_hash(plan), source=table(UNSEEN))


def _hash(plan: Plan) -> Sql:
    in_data = {name: each for name, each in plan.event_types.items() if not each.record}
    passing = (INSTANT,) if plan.zone else ()
    names = (KEY, "type", "at", "key", *passing, *attributes_in(in_data))
    return call("hash", *map(column, names))
