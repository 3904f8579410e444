"""Years of kept days, made of a few: ``python benchmarks/kept_days.py FROM TO COUNT LAST``.

Each is one of the kept days of FROM once more, under another date, with ids of its own. What
was put off is due at once: of days that nobody ran it would all come back.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb

from careplay.outputs import partition
from careplay.outputs.manifest import MANIFEST, read_manifest
from careplay.outputs.whole_day import whole_day

MOVED = """SELECT * REPLACE (
    substr(sha256(action_id || '{day}'), 1, 20) AS action_id,
    DATE '{day}' AS date,
    occasion || ' {day}' AS occasion,
    due_at + to_days((DATE '{day}' - date)::INTEGER) AS due_at,
    replace(status, 'deferred', 'due') AS status,
    NULL::DATE AS deferred_to)
FROM read_parquet('{file}', hive_partitioning = false)"""


def make(few: Path, many: Path, count: int, last: date) -> None:
    """So many days, up to the last one, each standing on the one before it."""
    real = sorted(each.parent for each in few.glob("date=*/actions.parquet"))
    below: dict[date, str] = {}
    for number in reversed(range(count)):
        day, like = last - timedelta(days=number), real[-1 - number % len(real)]
        folder = many / f"date={day}"
        with whole_day(folder, day, below) as into:
            moved = MOVED.format(day=day, file=like / partition.ACTIONS)
            partition.write(duckdb.connect(), f"({moved})", into)
            for name in (partition.REPORT, partition.KNOWN):
                (into / name).write_bytes((like / name).read_bytes())
        kept = read_manifest(folder / MANIFEST)
        below = {day: kept.identity} if kept else {}


if __name__ == "__main__":
    few, many, count, last = sys.argv[1:]
    make(Path(few), Path(many), int(count), date.fromisoformat(last))
