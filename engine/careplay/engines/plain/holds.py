"""What holds of each customer as far as limits ask: never, consents, modes, preference.

``planning/holds.py`` makes conditions of it for all of them: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from careplay.engines.plain.table import as_table
from careplay.meaning.clock import Clock
from careplay.meaning.truth import Row, truth
from careplay.model.limits import Hold, Limits

if TYPE_CHECKING:
    import duckdb

RELATION = "plain_held"
COLUMNS = (("customer_id", "VARCHAR"), ("kind", "VARCHAR"), ("name", "VARCHAR"))


def active_holds(limits: Limits, facts: Row, clock: Clock) -> Iterator[tuple[Hold, str]]:
    """Each that holds, by kind and name."""
    for never in limits.never:
        if truth(never.condition, facts, clock) is True:
            yield Hold.NEVER, never.name
    for name in dict.fromkeys(consent.fact for consent in limits.consents):
        if facts.get(name) is not True:
            yield Hold.CONSENT, name
    for mode in limits.modes:
        if truth(mode.condition, facts, clock) is True:
            yield Hold.MODE, mode.name
    if limits.prefer and facts.get(limits.prefer) is True:
        yield Hold.PREFER, limits.prefer


def keep_holds(
    limits: Limits,
    held: Iterable[tuple[str, Hold, str]],
    connection: duckdb.DuckDBPyConnection,
) -> str:
    """Make the relation of what holds of whom; "" where the limits ask nothing."""
    if not (limits.never or limits.consents or limits.modes or limits.prefer):
        return ""
    names = [name for name, _ in COLUMNS]
    as_table(
        connection,
        RELATION,
        [dict(zip(names, each, strict=True)) for each in sorted(held)],
        COLUMNS,
    )
    return RELATION
