"""What the next run must know of modes: the last day on which each was found true."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.model.limits import Limits
from careplay.sources.columns import literal

if TYPE_CHECKING:
    import duckdb

MODES = "modes"
"""The name of the relation."""


def modes(
    limits: Limits, day: date, connection: duckdb.DuckDBPyConnection, holds: str, earlier: str
) -> str:
    """Make the relation of the modes that last on, of today and before; "" where none may."""
    lasting = [f"({literal(mode.name)}, {mode.days})" for mode in limits.modes if mode.days]
    if not lasting:
        return ""
    found = f"""SELECT customer_id, hold[6:] AS mode, DATE '{day}' AS date FROM "{holds}"
        WHERE starts_with(hold, 'mode ')"""  # noqa: S608 - names are careplay's own
    before = f"UNION ALL SELECT customer_id, mode, date FROM {earlier}" if earlier else ""  # noqa: S608
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE "{MODES}" AS
        SELECT customer_id, mode, max(date) AS date
        FROM ({found} {before}) JOIN (VALUES {", ".join(lasting)}) AS l(mode, days) USING (mode)
        WHERE date + days > DATE '{day}'
        GROUP BY customer_id, mode ORDER BY customer_id, mode""")  # noqa: S608
    return MODES
