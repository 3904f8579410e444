"""After how many days people come again, by type of event."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.sources.columns import KEY, quoted
from careplay.sources.loaded import Loaded


def gaps_of(loaded: Loaded) -> Mapping[str, tuple[int, int]]:
    """By type, how many gaps there are, and how many days nine in ten of them have at most."""
    key = quoted(KEY)
    found = loaded.connection.execute(
        f"SELECT type, count(*), quantile_disc(gap, 0.9) FROM ("
        f"SELECT type, date_diff('day', lag(day) OVER (PARTITION BY type, {key} ORDER BY day), "
        f'day) AS gap FROM (SELECT DISTINCT type, {key}, "at"::DATE AS day '
        f"FROM {quoted(loaded.events)})) WHERE gap IS NOT NULL GROUP BY type"
    ).fetchall()
    return {kind: (int(count), int(days)) for kind, count, days in found}


def last_days(loaded: Loaded) -> Mapping[str, str]:
    """By type, the day of its last event."""
    told = f'SELECT type, max("at")::DATE::VARCHAR FROM {quoted(loaded.events)} GROUP BY 1'
    return dict(loaded.connection.execute(told).fetchall())
