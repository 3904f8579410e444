"""Cells that are written as the business states, read once for all who ask.

What a cell means is worked out as SQL while the table is copied, so that it costs one reading
whoever asks afterwards; a table of which nothing is stated is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.model.types import DECIMALS, TIMES, WORDS, Type
from careplay.model.written import AS_USUAL
from careplay.sources import text_cells
from careplay.sources.columns import quoted, sql_list
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.stated_cells import meaning_of

if TYPE_CHECKING:
    import duckdb

TYPED = ("DATE", "TIMESTAMP", "BOOLEAN")
"""What a file keeps so has one meaning, however else the table is written."""


def as_stated(
    connection: duckdb.DuckDBPyConnection, raw: Raw, columns: Sequence[SourceColumn], zone: str
) -> Raw:
    """The same table with what its cells mean; as it is where nothing is stated of them."""
    told = {
        each.name: each
        for each in columns
        if each.name in raw.cells and each.form != AS_USUAL and _is_text(raw, each)
    }
    if not told:
        return raw
    selected = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in _selected(raw, told, zone))
    name = f"stated_{raw.table}"
    connection.execute(
        f'CREATE OR REPLACE TABLE {quoted(name)} AS SELECT {raw.file} AS "#file", '
        f'{raw.row} AS "#row", {selected} FROM {raw.relation}'
    )
    if raw.staged:
        connection.execute(f"DROP TABLE {quoted(raw.staged)}")
    return replace(
        raw,
        relation=quoted(name),
        cells={
            each: (quoted(each), "VARCHAR" if each in told else held)
            for each, (_, held) in raw.cells.items()
        },
        file='"#file"',
        row='"#row"',
        staged=name if raw.staged else "",
        meant={each: quoted(meant(each)) for each, column in told.items() if is_read(column)},
    )


def meant(name: str) -> str:
    """The column that holds what the cells of another mean."""
    return f"{name} as meant"


def _selected(raw: Raw, told: dict[str, SourceColumn], zone: str) -> Iterator[tuple[str, str]]:
    for name, (sql, held) in raw.cells.items():
        if name not in told:
            yield name, sql
            continue
        column = told[name]
        text = sql if held == "VARCHAR" else f"CAST({sql} AS VARCHAR)"
        if not raw.staged:
            text = f"nullif(trim({text}), '')"
        if column.form.missing:
            missing = sql_list(column.form.missing)
            text = f"CASE WHEN {text} IN {missing} THEN NULL ELSE {text} END"
        yield name, text
        if is_read(column):
            usual, _ = text_cells.sql_forms(column, text, zone)
            yield meant(name), meaning_of(column, text, usual)


def _is_text(raw: Raw, column: SourceColumn) -> bool:
    """Whether its cells are texts or numbers, which may mean something else."""
    _, held = raw.cells[column.name]
    return not held.startswith(TYPED) and (bool(column.form.missing) or is_read(column))


def is_read(column: SourceColumn) -> bool:
    """Whether something is stated by which cells of the column mean something else."""
    form = column.form
    if form.values and column.type in WORDS:
        return True
    if column.type in TIMES:
        return bool(form.dates) and not column.lunar
    if column.type in DECIMALS:
        return bool(form.decimal)
    return column.type is Type.BOOLEAN and bool(form.means_yes or form.means_no)
