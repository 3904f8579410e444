"""What the next run must know of modes: the last day on which each was found true."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.base import MODES
from careplay.engines.sql.settling.given import Given, made
from careplay.model.limits import Hold
from careplay.planning.limits import KeepModes
from careplay.sources.columns import literal, quoted

LASTING = '"lasting"'


def statements(step: KeepModes, given: Given) -> Iterator[str]:
    """The view of the modes that last on, of today and before, and what it stands on."""
    lasting = ", ".join(f"({literal(name)}, {days})" for name, days in step.modes)
    found = f"""SELECT customer_id, name AS mode, {given.today} AS date
        FROM {quoted(given.holds)} WHERE kind = '{Hold.MODE}'"""  # noqa: S608
    if step.told:
        found += f" UNION ALL SELECT customer_id, mode, date FROM {given.past.modes}"  # noqa: S608
    yield made(
        LASTING,
        f"""SELECT customer_id, mode, max(date) AS date
        FROM ({found}) JOIN (VALUES {lasting}) AS l(mode, days) USING (mode)
        WHERE date + days > {given.today}
        GROUP BY customer_id, mode ORDER BY customer_id, mode""",  # noqa: S608
    )
    yield f"CREATE OR REPLACE TEMP VIEW {quoted(MODES)} AS\nSELECT * FROM {LASTING}"
