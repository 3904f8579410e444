"""A DuckDB connection for one run: in memory, and with what its wheel holds built in only.

It reads and writes the files it is told of and no others, whatever an SQL text may say
(``confine``), takes a share of the machine's memory, and what is more goes to a folder that
only the owner may read and that is removed with the connection.
"""

from __future__ import annotations

import itertools
import os
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.bounds import Bounds
from careplay.faults import SourceError
from careplay.sources.columns import escaped, literal
from careplay.sources.file_names import demand_name
from careplay.sources.passing_folders import HeldFolder, new_folder, remove_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

_numbers = itertools.count(1)
"""So that the databases beside one connection have names of their own."""


NO_BOUNDS = Bounds()
_spills: weakref.WeakKeyDictionary[duckdb.DuckDBPyConnection, Path] = (
    weakref.WeakKeyDictionary()
)
"""The folder of each connection that is ours, and no cursor or somebody else's."""


def connect(bounds: Bounds = NO_BOUNDS) -> duckdb.DuckDBPyConnection:
    """A new database in memory that never fetches an extension."""
    import duckdb  # noqa: PLC0415 - heavy

    spill = _spill_folder(bounds.temp)
    try:
        connection = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": bounds.memory,
                "temp_directory": str(spill[0]),
            }
        )
    except duckdb.ParserException as fault:
        remove_folder(spill)
        message = f'"{bounds.memory}" is no amount of memory; write 4GB, or 50%'
        raise SourceError(message) from fault
    _spills[connection], _ = spill
    weakref.finalize(connection, remove_folder, spill)
    return _silent(connection)


def confine(
    connection: duckdb.DuckDBPyConnection, files: Iterable[object], *folders: Path
) -> None:
    """Nothing but these files, and what lies in these folders, is read or written from here on.

    A connection that was given, and is not ours, stays as its owner has it.
    """
    if connection not in _spills:
        return
    # A name with a star in it is read by a pattern, which is looked for by its own name.
    named = sorted({name for file in files for name in (str(file), escaped(file))})
    whole = tuple(map(os.path.abspath, folders))
    for each in (*named, *whole):
        demand_name(each)
    lie_in = sorted({name for each in whole for name in (each, escaped(each))})
    paths, directories = (f"[{', '.join(map(literal, each))}]" for each in (named, lie_in))
    connection.execute(
        f"SET allowed_paths = {paths}; SET allowed_directories = {directories};"
        "SET enable_external_access = false; SET lock_configuration = true"
    )


def passing_folder(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """Where the connection may write what nobody keeps; None where it may write anywhere."""
    return _spills.get(connection)


def _spill_folder(temp: Path | None) -> HeldFolder:
    """A new folder, which only its owner may look into."""
    demand_name(temp or "")
    try:
        return new_folder(temp)
    except OSError as fault:
        message = f'cannot make a folder in "{fault.filename}": {fault.strerror}; name one'
        raise SourceError(f"{message} with --temp in which this user may write") from fault


def beside(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A new database in memory beside those of the connection, which keeps its own.

    It is named ``careplay_1`` and so on, and let go once nothing holds what is returned.
    """
    made = _silent(connection.cursor())
    name = f"careplay_{next(_numbers)}"
    made.execute(f"ATTACH ':memory:' AS {name}")
    made.execute(f"USE {name}")
    weakref.finalize(made, _let_go, connection.cursor(), name).atexit = False
    return made


def _silent(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    # Its bar goes to standard output, where a program may be reading actions.
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET enable_progress_bar_print = false")
    return connection


def _let_go(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    import duckdb  # noqa: PLC0415 - heavy

    with suppress(duckdb.Error):  # whose connection it was has closed it
        connection.execute(f"DETACH {name}")
