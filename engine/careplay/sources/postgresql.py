"""A table or view of a PostgreSQL server, streamed as Arrow and copied.

The server, the database, and who asks it are libpq's business: its environment variables, its
service file, its password file. Only declared columns are asked for; a type that Arrow has not
comes as the text that PostgreSQL writes. The server puts rows in the order of their values as
texts, so that the same table gives the same bytes however it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from careplay.bounds import AT_SERVER
from careplay.faults import EngineError, SourceError
from careplay.sources.columns import quoted
from careplay.sources.headings import nearest, places, there, undeclared
from careplay.sources.held import copied
from careplay.sources.locations import Location
from careplay.sources.raw import Raw, SourceColumn

if TYPE_CHECKING:
    import duckdb
    from adbc_driver_manager.dbapi import Connection, Cursor

SECONDS = 10
"""So long a server may take to answer, where ``PGCONNECT_TIMEOUT`` says nothing else."""
NUMBERS = {"int2", "int4", "int8", "float4", "float8"}
TIMES = {"date", "timestamp", "timestamptz", "interval", "time", "timetz"}
BATCH_OPTION, BATCH = "adbc.postgresql.batch_size_hint_bytes", 2_000_000
"""So many bytes at a time come from the server."""
AS_THEY_ARE = frozenset({"bool", "text", "varchar", "bytea", *NUMBERS, *TIMES})
"""Types that come as they are; those of lists too, which begin with an underscore."""
TABLES = """
SELECT n.nspname, c.relname, pg_table_is_visible(c.oid)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
ORDER BY 1, 2
"""
COLUMNS = """
SELECT column_name, udt_name FROM information_schema.columns
WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position
"""
WAY_IN = "are PGHOST, PGDATABASE, PGUSER and PGPASSWORD, or PGSERVICE, as they should be?"


def read_postgresql(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[SourceColumn],
    table: str,
) -> Raw:
    """The table's declared columns; each cell keeps the type that the server gives it.

    SourceError where the server, the table or the right to read it is not there; EngineError
    where the package is not.
    """
    with _asked(location.name) as cursor:
        place = _found(cursor, location)
        kinds = {str(name): str(kind) for name, kind in _rows(cursor, COLUMNS, place)}
        headings = tuple(kinds)
        columns = there(columns, headings)
        places(headings, columns, location.name)
        cells = [_cell(each.heading, kinds[each.heading]) for each in columns]
        wanted = (
            f"{cell} AS {quoted(each.name)}" for cell, each in zip(cells, columns, strict=True)
        )
        order = (f'{cell}::text COLLATE "C"' for cell in cells)
        cursor.adbc_statement.set_options(**{BATCH_OPTION: str(BATCH)})
        cursor.execute(
            f"SELECT {', '.join(wanted)} FROM {'.'.join(map(quoted, place))}"
            f" ORDER BY {', '.join(order)}"
        )
        with cursor.fetch_record_batch() as rows:
            raw = copied(connection, rows, columns, (location.name, table))
    return replace(raw, notes=undeclared(headings, columns, location.name, table))


@contextmanager
def _asked(name: str) -> Iterator[Cursor]:
    """A cursor that only reads, in a transaction of its own."""
    import duckdb  # noqa: PLC0415 - heavy

    try:
        from adbc_driver_manager import Error  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as fault:
        message = (
            f'"{name}" needs an extra; install it with: pip install "careplay[postgresql]"'
        )
        raise EngineError(message) from fault
    try:
        with closing(_connected()) as server, closing(server.cursor()) as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            yield cursor
    except (Error, duckdb.Error) as fault:
        raise SourceError(f"cannot read {name}: {_said(fault)}") from fault


def _connected() -> Connection:
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - an extra

    within = "" if "PGCONNECT_TIMEOUT" in os.environ else f"?connect_timeout={SECONDS}"
    server: Connection = dbapi.connect(f"postgresql://{within}")
    return server


def _said(fault: Exception) -> str:
    """What the server says, on one line."""
    first, *_ = str(fault).strip().splitlines() or [type(fault).__name__]
    said = first.partition("ERROR:")[2] or first.partition("failed: ")[2] or first
    lost = "[libpq]" in first
    return f"{said.strip()}; {WAY_IN}" if lost else said.strip()


def _rows(cursor: Cursor, query: str, told: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    cursor.execute(query, tuple(told) or None)
    return list(cursor.fetchall())


def _found(cursor: Cursor, location: Location) -> tuple[str, str]:
    """Schema and name of the table; without a schema the one that the server finds first."""
    schema, _, name = location.part.rpartition(".")
    known = [(str(of), str(called), seen) for of, called, seen in _rows(cursor, TABLES)]
    for of, called, seen in known:
        if called == name and (of == schema if schema else seen):
            return of, called
    written = [
        f"{AT_SERVER}{of}.{called}" if schema else f"{AT_SERVER}{called}"
        for of, called, seen in known
        if schema or seen
    ]
    guess = nearest(location.name, written)
    hint = f'did you mean "{guess}"?' if guess else f"it has {', '.join(written[:8]) or 'none'}"
    message = f'the server has no table "{location.part}" that may be seen; {hint}'
    raise SourceError(message)


def _cell(heading: str, kind: str) -> str:
    column = quoted(heading)
    if kind in AS_THEY_ARE or kind.startswith("_"):
        return column
    # Money would come as cents.
    return f"{column}::numeric::text" if kind == "money" else f"{column}::text"
