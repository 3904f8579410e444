"""Cells of typed tables that hold no plain value: told, and taken as missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from careplay.sources.columns import literal, quoted
from careplay.sources.faults import NOT_PLAIN
from careplay.sources.raw import SourceColumn
from careplay.sources.wordings import PLAIN

if TYPE_CHECKING:
    import duckdb

NOT_OURS = re.compile(r"\]$|^(STRUCT|MAP|UNION|VARIANT|INTERVAL|BIT|BLOB|TIME$|TIME |GEOMETRY)")
"""Types of no plain value; bytes are one where they are a text."""

ReadColumn: TypeAlias = tuple[SourceColumn, str, str]
"""A column that is read, what the relation calls it, and its DuckDB type."""


def plain_cell(name: str, kind: str) -> tuple[str, str]:
    """The SQL of a cell and its type: of bytes the text that they are, of lists nothing."""
    column = quoted(name)
    if kind == "BLOB":
        return f"TRY(decode({column}))", "VARCHAR"
    return ("NULL::VARCHAR", "VARCHAR") if NOT_OURS.search(kind) else (column, kind)


def list_not_plain(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    place: tuple[str, str],
    read: Iterable[ReadColumn],
    table: str,
) -> None:
    """Every cell without a plain value becomes a reject; ``place``: the SQL of file and row."""
    file, row = place
    for column, name, kind in read:
        held, (value, _) = quoted(name), plain_cell(name, kind)
        if value == held:
            continue
        heading, wanted, code, of = map(literal, (column.heading, PLAIN, NOT_PLAIN, table))
        connection.execute(
            f"INSERT INTO all_faults SELECT {file}, {row}, {heading}, {held}::VARCHAR,"
            f" {wanted}, {code}, {of}, NULL, NULL, NULL"
            f" FROM {relation} WHERE {held} IS NOT NULL AND {value} IS NULL"
        )
