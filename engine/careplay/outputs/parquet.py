"""Actions as a Parquet file, written by DuckDB: in order, and in the same bytes every time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from careplay.outputs.files import replacement_of
from careplay.outputs.rendering import described_columns
from careplay.sources.columns import literal, quoted
from careplay.sources.file_names import demand_name

if TYPE_CHECKING:
    import duckdb

CONFINED_TO = """SELECT current_setting('temp_directory')
WHERE NOT current_setting('enable_external_access')
  AND NOT list_bool_or([starts_with({path}, folder)
    FOR folder IN current_setting('allowed_directories')::VARCHAR[]])"""
"""Where a connection that may not write to the path may write instead; no row else.

The folders end in a separator, whatever they were given as.
"""
# Without being asked DuckDB keeps no order where the query has a join, and five values or
# more after IN are made one: from some four row groups on, two threads would swap them.
OPTIONS = (
    "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, USE_TMP_FILE false, "
    "PRESERVE_ORDER true"
)


def write(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    file: Path,
    told: Mapping[str, str] = MappingProxyType({}),
    *,
    private: bool = False,
) -> None:
    """Write the actions to a file, whole or not at all; they need not fit into memory.

    The same rows give the same bytes, on any number of threads and from whatever relation:
    DuckDB is asked to keep the order of rows, and cuts row groups by their number. What is
    ``told`` of them stands in the file's own metadata. ``private``: for its owner alone.
    """
    import duckdb  # noqa: PLC0415 - heavy

    demand_name(file)
    with replacement_of(file, private=private) as part, _writable(connection, part) as reached:
        target = literal(str(reached.absolute()))
        try:
            options = f"{OPTIONS}{_metadata(told)}"
            connection.execute(f"COPY ({_anew(connection, relation)}) TO {target} ({options})")
        except duckdb.IOException as fault:
            if part.name not in str(fault):
                raise  # the actions could not be read, which is no fault of this file
            raise _as_os_error(fault, reached) from fault


@contextmanager
def _writable(connection: duckdb.DuckDBPyConnection, part: Path) -> Iterator[Path]:
    """Where the connection may write; from there the file is copied to where it belongs."""
    asked = CONFINED_TO.format(path=literal(os.path.abspath(part)))  # noqa: PTH100 - a link stays one
    elsewhere = connection.execute(asked).fetchone()
    if elsewhere is None:
        yield part
        return
    import shutil  # noqa: PLC0415 - seldom

    passing = Path(elsewhere[0], part.name)
    try:
        yield passing
        shutil.copyfile(passing, part)
    finally:
        passing.unlink(missing_ok=True)


def _metadata(told: Mapping[str, str]) -> str:
    named = ", ".join(f"{quoted(name)}: {literal(text)}" for name, text in told.items())
    return f", KV_METADATA {{{named}}}" if told else ""


def _anew(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """The query of the rows, every value made anew.

    What comes straight out of a table is written otherwise than what was just worked out:
    DuckDB 2.0 tells "no value is missing" in two ways.
    """
    names = (quoted(name) for name, _ in described_columns(connection, relation))
    told = (f"CASE WHEN {name} IS NULL THEN NULL ELSE {name} END AS {name}" for name in names)
    return f"SELECT {', '.join(told)} FROM {relation}"  # noqa: S608


def _as_os_error(fault: duckdb.IOException, part: Path) -> OSError:
    """What the system said, out of what DuckDB says."""
    number = re.search(r'errno"?:"?(\d+)', str(fault))
    if number is not None:
        return OSError(int(number[1]), os.strerror(int(number[1])), str(part))
    return OSError(str(fault).rpartition(": ")[2])
