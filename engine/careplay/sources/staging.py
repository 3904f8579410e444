"""Text cells from Python into a DuckDB table, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from careplay.sources.columns import literal, quoted
from careplay.sources.notes import DataNote
from careplay.sources.raw import Raw, SourceColumn

if TYPE_CHECKING:
    import duckdb

BATCH = 50_000
TextCells = tuple[str | None, ...]


def new_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[SourceColumn],
    *,
    numbered: bool = True,
) -> str:
    """An empty table of text cells; every row knows its file, and its number if told so."""
    cells = "".join(f", {quoted(column.name)} VARCHAR" for column in columns)
    row = ', "#row" BIGINT' if numbered else ""
    table = f"read_{name}"
    connection.execute(f'CREATE OR REPLACE TABLE "{table}" ("#file" INTEGER{row}{cells})')
    return table


def insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    file: int,
    rows: Iterable[tuple[int, TextCells]],
) -> int:
    """Append rows, each with its number in the file; comes back with how many there were."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    count = 0
    for batch in _batches(rows):
        count += len(batch)
        numbers = pa.array([number for number, _ in batch], pa.int64())
        cells = zip(*(cells for _, cells in batch), strict=True)
        arrays = [numbers, *(pa.array(column, pa.string()) for column in cells)]
        given = pa.Table.from_arrays(arrays, names=[str(n) for n in range(len(arrays))])
        connection.register("given", given)
        connection.execute(f'INSERT INTO "{table}" SELECT {file}, * FROM given')
        connection.unregister("given")
    return count


def staged(
    name: str,
    table: str,
    columns: Sequence[SourceColumn],
    files: Sequence[str],
    row: str = '"#row"',
) -> Raw:
    """The filled table as something to select from."""
    listed = ", ".join(literal(file) for file in files)
    file = literal(files[0]) if len(files) == 1 else f'list_extract([{listed}], "#file" + 1)'
    cells = {column.name: (quoted(column.name), "VARCHAR") for column in columns}
    return Raw(name, quoted(table), cells, file, row, tuple(files), staged=table)


def _batches(rows: Iterable[tuple[int, TextCells]]) -> Iterator[list[tuple[int, TextCells]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def noted(raw: Raw, notes: Iterable[DataNote]) -> Raw:
    """The same table with something worth telling, each note once."""
    return replace(raw, notes=tuple(dict.fromkeys((*raw.notes, *notes))))
