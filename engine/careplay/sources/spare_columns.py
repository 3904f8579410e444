"""Columns of events that people record themselves, and that a table may do without.

It may as long as it tells no such event; a row of one is asked for all that the event tells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.sources.columns import sql_list
from careplay.sources.examining import ProfiledTable
from careplay.sources.querying import any_of
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.undeclared import with_missing

if TYPE_CHECKING:
    import duckdb


def wanting(
    connection: duckdb.DuckDBPyConnection, raw: Raw, columns: Sequence[SourceColumn]
) -> frozenset[str]:
    """The spare columns that the table lacks, and some row of it should have."""
    spare = [each for each in columns if each.spare and each.name not in raw.cells]
    found = (
        each.name
        for each in spare
        if not each.optional
        and any_of(connection, raw.relation, f"{raw.cell('type')} IN {sql_list(each.events)}")
    )
    return frozenset(found)


def must_have(
    columns: Sequence[SourceColumn], names: Collection[str]
) -> tuple[SourceColumn, ...]:
    """The columns, none of those being spare: who reads them tells that they lack."""
    return tuple(replace(each, spare=each.spare and each.name not in names) for each in columns)


def with_spare(examined: ProfiledTable, columns: Sequence[SourceColumn]) -> ProfiledTable:
    """The table with the spare columns that it lacks, missing in every row."""
    for each in columns:
        if each.spare and not each.optional and each.name not in examined.cells:
            examined = with_missing(examined, each, ())
    return examined
