"""What the next run must know of modes: the last day on which each was found true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.engines.base import MODES
from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.table import as_table
from careplay.model.limits import Hold, Limits

if TYPE_CHECKING:
    import duckdb

COLUMNS = (("customer_id", "VARCHAR"), ("mode", "VARCHAR"), ("date", "DATE"))


def keep_modes(limits: Limits, memory: Memory, connection: duckdb.DuckDBPyConnection) -> str:
    """Make the relation of the modes that last on, of today and before; "" where none may."""
    lasting = {mode.name: timedelta(days=mode.days) for mode in limits.modes if mode.days}
    if not lasting:
        return ""
    last: dict[tuple[str, str], date] = {
        key: day for key, day in memory.modes.items() if key[1] in lasting
    }
    for customer, kind, name in memory.holds:
        if kind is Hold.MODE and name in lasting:
            last[customer, name] = memory.day
    rows = [
        {"customer_id": customer, "mode": mode, "date": day}
        for (customer, mode), day in sorted(last.items())
        if day + lasting[mode] > memory.day
    ]
    as_table(connection, MODES, rows, COLUMNS)
    return MODES
