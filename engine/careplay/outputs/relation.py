"""Rows that a run gave, read in whatever form is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from careplay import outputs
from careplay.outputs.rendering import BATCH

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """Rows in order, which can be read as often as is wanted for as long as it is held.

    It tells itself by Arrow's C stream, so that ``pyarrow.table(r)``, ``polars.DataFrame(r)``
    and ``duckdb.sql("FROM r")`` take it as it is. It is read by one thread at a time.
    """

    connection: duckdb.DuckDBPyConnection
    sql: str
    """What stands after FROM, on any connection to the same database."""
    keeps: object = None
    """What must last as long as the relation, such as the folder its rows lie in."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        found = self._reading().execute(f"DESCRIBE {self._query()}").fetchall()
        return tuple(str(row[0]) for row in found)

    def __len__(self) -> int:
        """How many rows there are."""
        query = f"SELECT count(*) FROM {self.sql}"  # noqa: S608
        return int(self._reading().execute(query).fetchall()[0][0])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row as a mapping from column to Python value; a batch is in memory at a time."""
        names, found = self.columns, self._reading().execute(self._query())
        while batch := found.fetchmany(BATCH):
            yield from (dict(zip(names, row, strict=True)) for row in batch)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows for whatever reads Arrow."""
        return self.arrow().__arrow_c_stream__(requested_schema)

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return self._reading().sql(self._query()).to_arrow_table()

    def df(self) -> pd.DataFrame:
        """The rows as a pandas data frame; pandas must be installed."""
        return self.arrow().to_pandas()

    def pl(self) -> pl.DataFrame:
        """The rows as a polars data frame; polars must be installed."""
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
        """Write the rows to a file in the format its ending names: whole, or not at all."""
        outputs.save(self.sql, self._reading(), Path(file))
        return Path(file)

    def write(self, stream: BinaryIO, form: str) -> None:
        """Write the rows to a binary stream as ``jsonl`` or ``csv``, a batch at a time."""
        outputs.stream(self.sql, self._reading(), stream, form)

    def _reading(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own for each reading, so that none of them ends another."""
        return self.connection.cursor()

    def _query(self) -> str:
        return f"SELECT * FROM {self.sql}"  # noqa: S608
