"""Parquet files, read in place: columns that are not asked for cost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import DataFaultError
from careplay.sources.columns import file_literal, literal
from careplay.sources.headings import places, there, undeclared
from careplay.sources.locations import Location
from careplay.sources.plain_cells import list_not_plain, plain_cell
from careplay.sources.raw import Raw, SourceColumn

if TYPE_CHECKING:
    import duckdb

MAGIC = b"PAR1"


def read_parquet(
    connection: duckdb.DuckDBPyConnection,
    location: Location,
    columns: Sequence[SourceColumn],
    table: str,
) -> Raw:
    """The files as one relation; each cell keeps the type the files give it."""
    import duckdb  # noqa: PLC0415 - heavy

    for file in location.files:
        _whole(file)
    listed = ", ".join(map(file_literal, location.files))
    several = ", union_by_name=true" if len(location.files) > 1 else ""
    relation = (
        f"read_parquet([{listed}], binary_as_string=false, "
        f"hive_partitioning=true, hive_types_autocast=false{several})"
    )
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as fault:
        said = str(fault).splitlines()[0]
        message = f"{location.name} cannot be read as Parquet ({said}); was it written whole?"
        raise DataFaultError(message) from fault
    names = [str(row[0]) for row in described]
    columns = there(columns, names)
    found = places(names, columns, location.name)
    read = [
        (column, names[place], str(described[place][1]))
        for column, place in zip(columns, found, strict=True)
    ]
    cells = {column.name: plain_cell(name, kind) for column, name, kind in read}
    file = literal(location.files[0]) if len(location.files) == 1 else '"filename"'
    row = '("file_row_number" + 1)'
    list_not_plain(connection, relation, (file, row), read, table)
    notes = undeclared(names, columns, location.name, table)
    return Raw(table, relation, cells, file, row, location.files, notes=notes)


@contextmanager
def damage_told(files: Iterable[str], connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Of what fails within for want of a Parquet file, the fault is that of the file."""
    import duckdb  # noqa: PLC0415 - heavy

    try:
        yield
    except duckdb.Error as fault:
        every = tuple(files)
        broken = tuple(each for each in every if not _is_readable(each, connection)) or every
        if not broken:
            raise
        said = str(fault).splitlines()[0].rpartition(": ")[2]
        message = f"{' or '.join(broken)} is damaged within ({said}); copy or write it anew"
        raise DataFaultError(message) from fault


def _is_readable(file: str, connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file can be read to its end."""
    import duckdb  # noqa: PLC0415 - heavy

    relation = f"read_parquet({file_literal(file)}, binary_as_string=false)"
    try:
        connection.execute(f"SELECT count(hash(COLUMNS(*))) FROM {relation}").fetchall()
    except duckdb.Error:
        return False
    return True


def _whole(file: str) -> None:
    """Tell a file that is not Parquet, or whose end is lacking."""
    with Path(file).open("rb") as opened:
        start = opened.read(4)
        size = opened.seek(0, 2)
        opened.seek(max(0, size - 4))
        end = opened.read(4)
    if start != MAGIC:
        message = (
            f"{file} is no Parquet file, whatever its ending; was it given the wrong name?"
        )
        raise DataFaultError(message)
    if end != MAGIC:
        message = f"{file} is a Parquet file cut short; copy or write it anew"
        raise DataFaultError(message)
