"""Rows that Python works out once, a batch in memory at a time, to be read like any others.

They lie in a folder of their own for as long as somebody holds them. DuckDB would call a
function of Python's by itself, but only with NumPy, which a plain installation has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careplay.outputs.passing import PassingFolder
from careplay.outputs.private import private_file
from careplay.outputs.relation import Relation
from careplay.outputs.rendering import BATCH
from careplay.sources.columns import literal

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Working: TypeAlias = Callable[["pa.RecordBatch"], "pa.RecordBatch"]
NUMBER, COMING = "careplay_place", "careplay_coming"
CONFINED_TO = """SELECT current_setting('temp_directory')
WHERE NOT current_setting('enable_external_access')"""
"""Where a connection may write what nobody keeps; no row where it may write anywhere."""


def worked_out(rows: Relation, working: Working) -> Relation:
    """What is made of each batch of the rows, in their order."""
    with rows.reading() as reading:
        places = reading.execute(CONFINED_TO).fetchall()
        folder = PassingFolder(Path(places[0][0]) if places else None)
        file = private_file(folder.path / "rows.parquet")
        _write(file, _batches(reading, rows.sql), working)
    return Relation(rows.connection, f"read_parquet({literal(str(file))})", folder)


def _write(file: Path, found: pa.RecordBatchReader, working: Working) -> None:
    import pyarrow as pa  # noqa: PLC0415 - 50 ms
    from pyarrow import parquet  # noqa: PLC0415

    def made(batch: pa.RecordBatch) -> pa.RecordBatch:
        return working(batch.drop_columns([NUMBER]))

    nothing = pa.RecordBatch.from_pylist([], schema=found.schema)
    with parquet.ParquetWriter(file, made(nothing).schema) as written:
        for batch in _read(found):
            written.write_batch(made(batch))


def _batches(reading: duckdb.DuckDBPyConnection, relation: str) -> pa.RecordBatchReader:
    """The rows as they come, numbered so that one thread gives them (``rendering``)."""
    numbered = f"SELECT *, row_number() OVER () AS {NUMBER} FROM {relation}"  # noqa: S608
    # Only ``sql`` hands them on as they come, and it takes 30 ms to look through a long query.
    reading.execute(f"CREATE OR REPLACE TEMP VIEW {COMING} AS {numbered}")
    return reading.sql(f"FROM {COMING}").to_arrow_reader(BATCH)


def _read(found: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """The batches; what DuckDB cannot read is its own fault again, which Arrow hides."""
    import duckdb  # noqa: PLC0415 - heavy

    try:
        yield from found
    except OSError as fault:
        raise duckdb.IOException(str(fault)) from fault
