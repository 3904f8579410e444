"""Tables that a program holds in memory: Arrow, data frames, relations, columns or rows.

Their cells are judged as those of a Parquet file are: each keeps the type it came with. The
declared columns are copied, so that a change made afterwards to what was handed over is none
to the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from careplay.faults import SourceError
from careplay.sources.columns import literal, quoted
from careplay.sources.headings import places, there, undeclared
from careplay.sources.plain_cells import list_not_plain, plain_cell
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.words import as_text

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class ArrowStream(Protocol):
    """What tells its columns by Arrow's C stream: a table, a relation, a data frame."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the stream in a capsule."""


Tabular: TypeAlias = (
    ArrowStream | Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]]
)
"""Anything with Arrow's C stream; columns by name; or rows, a mapping each, in which a name
that is left out is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class MemoryTable:
    """A table in memory, and how messages name it."""

    name: str
    table: pa.Table
    by_row: bool = False
    """Whether rows were given, in which a declared name may be left out."""


def memory_table(name: str, given: Tabular) -> MemoryTable:
    """The table, read whole; SourceError where it is none."""
    import duckdb  # noqa: PLC0415 - heavy
    import pyarrow as pa  # noqa: PLC0415

    name = f"<{name}>"
    try:
        return MemoryTable(name, pa.table(_by_column(given)), isinstance(given, Sequence))
    except (duckdb.Error, pa.ArrowException, TypeError, ValueError, AttributeError) as fault:
        said = str(fault).partition("\n")[0]
        message = (
            f"{name} cannot be read as a table ({said}); give an Arrow table, a data frame, a"
            " relation, columns by name, or rows"
        )
        raise SourceError(message) from fault


def read_held(
    connection: duckdb.DuckDBPyConnection,
    given: MemoryTable,
    columns: Sequence[SourceColumn],
    table: str,
) -> Raw:
    """The declared columns, copied into a table of their own."""
    import duckdb  # noqa: PLC0415 - heavy

    columns = there(columns, given.table.column_names)
    rows = _filled(given.table, columns) if given.by_row else given.table
    headings = tuple(rows.column_names)
    chosen = rows.select(list(places(headings, columns, given.name)))
    named = chosen.rename_columns([each.name for each in columns])
    try:
        raw = copied(connection, named, columns, (given.name, table))
    except duckdb.Error as fault:
        said = str(fault).partition("\n")[0]
        message = f"{given.name} holds what DuckDB cannot read ({said}); are all columns plain?"
        raise SourceError(message) from fault
    return replace(raw, notes=undeclared(headings, columns, given.name, table))


def copied(
    connection: duckdb.DuckDBPyConnection,
    rows: ArrowStream,
    columns: Sequence[SourceColumn],
    called: tuple[str, str],
) -> Raw:
    """The rows, of these columns by our names, in a table of their own.

    ``called``: how messages name it, and what it is of.
    """
    name, table = called
    relation = quoted(f"given_{table}")
    connection.register("given", rows)
    try:
        connection.execute(f'CREATE OR REPLACE TABLE {relation} AS SELECT * FROM "given"')
    finally:
        connection.unregister("given")
    described = connection.execute(f"DESCRIBE {relation}").fetchall()
    kinds = {str(row[0]): str(row[1]) for row in described}
    read = [(each, each.name, kinds[each.name]) for each in columns]
    cells = {own: plain_cell(own, kind) for own, kind in kinds.items()}
    place = literal(name), "(rowid + 1)"
    list_not_plain(connection, relation, place, read, table)
    return Raw(table, relation, cells, *place, (name,))


def _by_column(given: Tabular) -> object:
    """Columns by name, of rows in the order in which names come up; all else as it is."""
    if isinstance(given, Sequence):
        names = dict.fromkeys(name for row in given for name in row)
        given = {name: [row.get(name) for row in given] for name in names}
    if isinstance(given, Mapping):
        return {name: _column(values) for name, values in given.items()}
    return given


def _column(values: Sequence[object]) -> pa.Array:
    """Values of one kind as they are; of several kinds as their texts, which are judged."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    try:
        return pa.array(values)
    except (pa.ArrowException, OverflowError):
        return pa.array([as_text(each, whole=False) for each in values], pa.string())


def _filled(rows: pa.Table, columns: Sequence[SourceColumn]) -> pa.Table:
    """The rows; a declared column that none of them has is missing in all."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    missing = pa.nulls(rows.num_rows, pa.string())
    told = dict(zip(rows.column_names, rows.columns, strict=True))
    return pa.table({each.heading: missing for each in columns} | told)
