"""What holds of each customer, as far as limits ask: consents wanting, modes, preference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from careplay.engines.base import HOLDS
from careplay.engines.plain.cases import Party
from careplay.meaning.clock import Clock
from careplay.meaning.truth import Row, truth
from careplay.model.limits import Limits

if TYPE_CHECKING:
    import duckdb

ROWS = "plain_holds"


def register_holds(
    connection: duckdb.DuckDBPyConnection,
    limits: Limits,
    parties: Sequence[Party],
    clock: Clock,
) -> str:
    """Make the relation of what holds of whom; "" where the limits ask nothing of the kind."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    if not (limits.consents or limits.modes or limits.prefer):
        return ""
    found = [
        (each.key, hold) for each in parties for hold in holds(limits, each.subject.now, clock)
    ]
    columns = {
        "customer_id": pa.array([key for key, _ in found], pa.string()),
        "hold": pa.array([hold for _, hold in found], pa.string()),
    }
    connection.register(ROWS, pa.table(columns))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {HOLDS} AS SELECT * FROM {ROWS}")  # noqa: S608
    return HOLDS


def holds(limits: Limits, facts: Row, clock: Clock) -> Iterator[str]:
    """Each of the three kinds, as ``Candidates.holds`` names them."""
    for name in dict.fromkeys(consent.fact for consent in limits.consents):
        if facts.get(name) is not True:
            yield f"consent {name}"
    for mode in limits.modes:
        if truth(mode.condition, facts, clock) is True:
            yield f"mode {mode.name}"
    if limits.prefer and facts.get(limits.prefer) is True:
        yield "prefer"
