"""Rows that a run gave, read in whatever form is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from careplay import outputs
from careplay.faults import CareplayError
from careplay.outputs.rendering import BATCH

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Damage: TypeAlias = Callable[[], CareplayError | None]
"""Why rows cannot be read, where that is known; asked once DuckDB cannot read them."""


def _unknown() -> None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """Rows in order, which can be read as often as is wanted for as long as it is held.

    It tells itself by Arrow's C stream, so that ``pyarrow.table(r)``, ``polars.DataFrame(r)``
    and ``duckdb.sql("FROM r")`` take it as it is. It is read by one thread at a time.

    Rows that are kept are read when they are asked for: HistoryError, of every reading, where
    a kept day is damaged within.
    """

    connection: duckdb.DuckDBPyConnection
    """One to the database in which it is read."""
    sql: str
    """What stands after FROM, on any connection to the same database."""
    _keeps: object = field(default=None, repr=False)
    """What must last as long as the relation, such as the folder its rows lie in."""
    _damage: Damage = field(default=_unknown, repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        with self.reading() as reading:
            found = reading.execute(f"DESCRIBE {self._query()}").fetchall()
        return tuple(str(row[0]) for row in found)

    def __len__(self) -> int:
        """How many rows there are."""
        query = f"SELECT count(*) FROM {self.sql}"  # noqa: S608
        with self.reading() as reading:
            return int(reading.execute(query).fetchall()[0][0])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row as a mapping from column to Python value; a batch is in memory at a time."""
        names = self.columns
        with self.reading() as reading:
            found = reading.execute(self._query())
            while batch := found.fetchmany(BATCH):
                yield from (dict(zip(names, row, strict=True)) for row in batch)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows for whatever reads Arrow."""
        return self.arrow().__arrow_c_stream__(requested_schema)

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        with self.reading() as reading:
            return reading.sql(self._query()).to_arrow_table()

    def df(self) -> pd.DataFrame:
        """The rows as a pandas data frame.

        Raises ImportError where pandas is not installed.
        """
        return self.arrow().to_pandas()

    def pl(self) -> pl.DataFrame:
        """The rows as a polars data frame.

        Raises ImportError where polars is not installed.
        """
        import polars  # noqa: ICN001, PLC0415 - only where it is wanted

        return polars.DataFrame(self.arrow())

    def relation(
        self, connection: duckdb.DuckDBPyConnection | None = None
    ) -> duckdb.DuckDBPyRelation:
        """The rows, copied, as a relation of that connection, or of DuckDB's default one."""
        import duckdb  # noqa: PLC0415 - heavy

        return duckdb.from_arrow(
            self.arrow(), connection=connection or duckdb.default_connection()
        )

    def save(self, file: str | Path) -> Path:
        """Write the rows to a file in the format its ending names: whole, or not at all.

        Raises OutputError where the file cannot be written, or its ending names no format.
        """
        with self.reading() as reading:
            outputs.save(self.sql, reading, Path(file))
        return Path(file)

    def write(self, stream: BinaryIO, form: str) -> None:
        """Write the rows to a binary stream as ``jsonl`` or ``csv``, a batch at a time.

        Raises OutputError where the form is neither; what the stream raises stays as it is.
        """
        with self.reading() as reading:
            outputs.stream(self.sql, reading, stream, form)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own for each reading, so that none of them ends another."""
        import duckdb  # noqa: PLC0415 - heavy

        try:
            yield self.connection.cursor()
        except duckdb.Error as fault:
            damage = self._damage()
            if damage is None:
                raise
            raise damage from fault

    def _query(self) -> str:
        return f"SELECT * FROM {self.sql}"  # noqa: S608
