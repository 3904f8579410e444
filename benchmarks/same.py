"""Whether two files of actions hold the same rows in the same order: ``python same.py A B``."""

from __future__ import annotations

import sys

import duckdb

from careplay.model.actions import ACTION_COLUMNS

TOLD = [name for name, _ in ACTION_COLUMNS if name != "code"]
COLUMNS = ", ".join(f'"{name}"' for name in TOLD) + ", file_row_number"
"""What people are told but for the short code, which hand-written SQL gives nobody; what a kept
file has besides is for the days after."""


def differences(ours: str, theirs: str) -> list[str]:
    """What differs, in words; nothing where every row, column and place is the same.

    The number of a row in its file is a column here, so the order is compared as well.
    """
    connection = duckdb.connect()
    for name, file in (("ours", ours), ("theirs", theirs)):
        source = f"read_parquet('{file}', hive_partitioning = false, file_row_number = true)"
        connection.execute(f"CREATE TABLE {name} AS SELECT {COLUMNS} FROM {source}")
    columns = [connection.execute(f"DESCRIBE {name}").fetchall() for name in ("ours", "theirs")]
    if columns[0] != columns[1]:
        return [f"columns: {columns[0]} and {columns[1]}"]
    found = []
    for one, other in (("ours", "theirs"), ("theirs", "ours")):
        query = f"FROM {one} EXCEPT ALL FROM {other}"
        told = "SELECT rule, count(*), any_value(lone) FROM lone GROUP BY rule ORDER BY rule"
        rows = connection.execute(f"WITH lone AS ({query}) {told}").fetchall()
        found += [f"{rule}: {count} only in {one}, such as {row}" for rule, count, row in rows]
    return found


def rules(file: str) -> dict[str, int]:
    """How many actions of each rule the file holds."""
    query = "SELECT rule, count(*) FROM read_parquet($1) GROUP BY ALL ORDER BY ALL"
    return dict(duckdb.connect().execute(query, [file]).fetchall())


if __name__ == "__main__":
    found = differences(*sys.argv[1:3])
    if found:
        raise SystemExit("\n".join(found))
    counts = rules(sys.argv[1])
    print(f"the same {sum(counts.values())} actions of {len(counts)} rules in both")
