"""How many events there are of each day that lies before those which are known one by one.

To tell what came in of so long ago it is enough to count: an id of every event is dear. Day by
day, lest rows that go, as where a table reaches back a year, hide others that come.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from careplay.sources.columns import day_, quoted, sql_list

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

NAME = "older"


def counted(types: Iterable[str], until: date, loaded: Loaded) -> Mapping[date, int]:
    """How many events of the types each day before that one has."""
    found = loaded.connection.execute(f"""SELECT "at"::DATE AS "day", count(*)
        FROM {quoted(loaded.events)} WHERE type IN {sql_list(types)} AND "at" < {day_(until)}
        GROUP BY "day" ORDER BY "day" """)  # noqa: S608
    return dict(found.fetchall())


def as_text(counts: Mapping[date, int], until: date) -> Mapping[str, str]:
    """Those of days before that one, as a file keeps them."""
    months: dict[str, dict[int, int]] = {}
    for day, count in counts.items():
        if day < until:
            months.setdefault(f"{day:%Y-%m}", {})[day.day] = count
    return {NAME: json.dumps(months, separators=(",", ":"))}


def more_than(
    told: Mapping[str, str], types: Iterable[str], counts: Mapping[date, int], loaded: Loaded
) -> int:
    """How many more there are, day by day, than the last kept day tells.

    None where it does not tell: then all were known. ``counts`` are of the ``types``.
    """
    last = json.loads(told.get(NAME, "null"))
    if not isinstance(last, dict):
        return 0
    since, told_of = date.fromisoformat(told["since"]), told["types"].split(",")
    now = counts if told_of == [*types] else counted(told_of, since, loaded)
    return sum(
        max(0, count - last.get(f"{day:%Y-%m}", {}).get(str(day.day), 0))
        for day, count in now.items()
        if day < since
    )
