"""What a table of events may hold though nobody declares it: outcomes of actions.

Whether there are any is asked only where some event is of none of the declared types; where
there are none, and no rule asks for one, their columns are as little read as others that nobody
declares, and the business is run as if it knew of none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.model.outcomes import without
from careplay.sources.cells import Cell
from careplay.sources.columns import SQL_TYPES, literal
from careplay.sources.examining import ProfiledTable
from careplay.sources.notes import without_columns
from careplay.sources.raw import SourceColumn

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

TYPE = "type"


def without_idle_types(business: Business, loaded: Loaded) -> Business:
    """The business without the outcomes that the data do not tell and nobody asks for."""
    return without(business, loaded.idle_types)


def looked_for(
    connection: duckdb.DuckDBPyConnection,
    examined: ProfiledTable,
    columns: Sequence[SourceColumn],
    asked: Collection[str],
) -> ProfiledTable:
    """The table with the outcomes that it tells or that are ``asked`` for, and no others."""
    optional = [each for each in columns if each.optional]
    seldom = {word for each in columns if each.name == TYPE for word in each.seldom}
    if not (optional or seldom):
        return examined
    examined, standing = _by_usual_types(connection, examined)
    idle_types = frozenset(seldom - standing - {*asked})
    some = any(not idle_types.issuperset(each.optional) for each in optional)
    wanted = [
        each
        for each in optional
        # Of a table with one outcome the columns of others are read, and not noted, too.
        if (some and each.name in examined.cells) or not idle_types.issuperset(each.optional)
    ]
    spare = {each.name for each in optional if each not in wanted}
    notes = without_columns(examined.raw.notes, {each.heading for each in wanted})
    for each in wanted:
        if each.name not in examined.cells:
            examined = with_missing(examined, each, standing)
    return replace(
        examined,
        raw=replace(examined.raw, notes=tuple(notes)),
        cells={name: each for name, each in examined.cells.items() if name not in spare},
        values={name: each for name, each in examined.values.items() if name not in spare},
        unsure=examined.unsure - spare,
        lacking=examined.lacking - spare,
        idle_types=idle_types,
    )


def _by_usual_types(
    connection: duckdb.DuckDBPyConnection, examined: ProfiledTable
) -> tuple[ProfiledTable, frozenset[str]]:
    """The table, its types sure where all are known, and the outcomes that some row tells."""
    kind, raw = examined.cells[TYPE], examined.raw
    if TYPE not in examined.unsure or not kind.column.seldom:
        return examined, frozenset()
    words = ", ".join(map(literal, kind.column.seldom))
    found = connection.execute(
        f"SELECT DISTINCT CASE WHEN {kind.safe} IN ({words}) THEN {kind.safe} END, "
        f"coalesce({kind.text} IN ({words}), false) FROM {raw.relation} WHERE {kind.doubt}"
    ).fetchall()
    standing = frozenset(str(word) for word, _ in found if word is not None)
    if not all(as_it_is for _, as_it_is in found):
        return examined, standing
    usual = {**examined.values, TYPE: kind.clean or kind.safe}
    return replace(examined, unsure=examined.unsure - {TYPE}, values=usual), standing


def with_missing(
    examined: ProfiledTable, column: SourceColumn, standing: Collection[str]
) -> ProfiledTable:
    """The table with a column that it lacks, and that is missing in every row."""
    nothing = f"CAST(NULL AS {SQL_TYPES[column.type]})"
    cell = Cell(column, "CAST(NULL AS VARCHAR)", nothing, clean=nothing)
    lacks = frozenset({column.name}) if {*column.needed} & {*standing} else frozenset()
    return replace(
        examined,
        cells={**examined.cells, column.name: cell},
        values={**examined.values, column.name: nothing},
        lacking=examined.lacking | lacks,
    )
