"""Rows come out as they went in, on two threads as on one, however many there are.

Whether two threads swap anything is chance: the tables here are so long that they nearly
always do where nobody asks for the order.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from careplay.outputs import csv_text, json_lines, parquet, partition
from careplay.outputs.rendering import batches
from careplay.sources.connecting import connect

ROW_GROUPS = 900_000
"""Enough for seven of a file's row groups."""
ROWS = 150_000


def told(connection: duckdb.DuckDBPyConnection, rows: int) -> str:
    """A view of so many rows in order, which looks its text up as texts of actions are."""
    connection.execute("SET threads = 2")
    connection.execute(f"CREATE TABLE numbers AS SELECT range AS n FROM range({rows})")
    listed = ", ".join(map(str, range(1, 60, 2)))
    text = f"CASE WHEN n % 61 IN ({listed}) THEN 'odd' ELSE 'even' END"
    connection.execute(f"CREATE VIEW told AS SELECT n, {text} AS text FROM numbers")
    return "told"


def swaps(numbers: Sequence[int]) -> int:
    return sum(later < sooner for sooner, later in pairwise(numbers))


def test_a_kept_file_is_in_order_and_the_same_on_one_thread_and_on_two(
    tmp_path: Path,
) -> None:
    connection, files = connect(), list[Path]()
    relation = told(connection, ROW_GROUPS)
    for threads in (2, 2, 2, 1):
        connection.execute(f"SET threads = {threads}")
        file = tmp_path / f"{len(files)}.parquet"
        parquet.write(connection, relation, file)
        files.append(file)
    swapped = [swaps(pq.read_table(file)["n"].to_pylist()) for file in files]
    assert (swapped, len({file.read_bytes() for file in files})) == ([0, 0, 0, 0], 1)


def of_lines(connection: duckdb.DuckDBPyConnection, relation: str) -> list[int]:
    stream = io.BytesIO()
    json_lines.write(connection, relation, stream)
    return [json.loads(line)["n"] for line in stream.getvalue().splitlines()]


def of_cells(connection: duckdb.DuckDBPyConnection, relation: str) -> list[int]:
    stream = io.BytesIO()
    csv_text.write(connection, relation, stream)
    text = io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")
    return [int(row["n"]) for row in csv.DictReader(text)]


def of_batches(connection: duckdb.DuckDBPyConnection, relation: str) -> list[int]:
    return [n for batch in batches(connection, relation, "n, text") for n, _ in batch]


@pytest.mark.parametrize(("numbers", "times"), [(of_batches, 3), (of_lines, 1), (of_cells, 1)])
@pytest.mark.parametrize("threads", [1, 2])
def test_a_stream_is_in_order(
    numbers: Callable[[duckdb.DuckDBPyConnection, str], list[int]], times: int, threads: int
) -> None:
    connection = connect()
    relation = told(connection, ROWS)
    connection.execute(f"SET threads = {threads}")
    assert [swaps(numbers(connection, relation)) for _ in range(times)] == [0] * times


def test_several_days_are_read_day_by_day(tmp_path: Path) -> None:
    connection = connect()
    relation = told(connection, ROWS)
    files = [tmp_path / f"{half}.parquet" for half in (0, 1)]
    for half, file in enumerate(files):
        parquet.write(connection, f"(FROM {relation} WHERE n % 2 = {half})", file)
    halves = of_batches(connection, partition.kept_relation(*files))
    assert halves == [*range(0, ROWS, 2), *range(1, ROWS, 2)]


def test_readers_one_within_the_other_leave_the_settings_of_a_connection_alone() -> None:
    connection = connect()
    relation = told(connection, ROWS)
    connection.execute("SET threads = 3")

    def settings() -> list[tuple[str, str]]:
        asked = "SELECT name, value FROM duckdb_settings() ORDER BY name"
        return connection.cursor().execute(asked).fetchall()

    before = settings()
    first = batches(connection.cursor(), relation, "n", 1000)
    second = batches(connection.cursor(), relation, "n", 1000)
    for one in (first, second, first):
        assert len(next(one)) == 1000
        assert settings() == before
    assert [n for batch in second for (n,) in batch] == [*range(1000, ROWS)]
    first.close()
    assert settings() == before
