"""Dates written in the lunar calendar: each distinct text is converted once, in Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.calendars.lunar import parse_written
from careplay.sources.cells import Cell
from careplay.sources.columns import quoted
from careplay.sources.raw import Raw

if TYPE_CHECKING:
    from datetime import date

    import duckdb

LUNAR = "lunar"


def lunar(connection: duckdb.DuckDBPyConnection, raw: Raw, cell: Cell) -> Cell:
    """The cell with lunar texts as solar dates; a fact may tell whose are lunar."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    told = (
        "" if cell.column.lunar == LUNAR else f"trim({_text(raw, cell.column.lunar)}) = 'lunar'"
    )
    text = _text(raw, cell.column.name)
    where = told or "true"
    found = connection.execute(
        f"SELECT DISTINCT {text} FROM {raw.relation} WHERE {where} AND {text} <> ''"
    ).fetchall()
    texts = [str(row[0]) for row in found]
    given = pa.table(
        {"text": pa.array(texts, pa.string()), "day": pa.array(map(_solar, texts), pa.date32())}
    )
    table = quoted(f"lunar_{cell.column.name}")
    connection.register("given", given)
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM given")
    connection.unregister("given")
    day = f'(SELECT any_value("day") FROM {table} WHERE "text" = {text})'
    value = f"CASE WHEN {told} THEN {day} ELSE {cell.safe} END" if told else day
    bad = f"({text} <> '' AND {value} IS NULL)"
    return replace(cell, text=text, safe=value, bad=bad, clean=value, doubt=bad, timed="")


def _text(raw: Raw, name: str) -> str:
    sql, held = raw.cells[name]
    return sql if held == "VARCHAR" else f"CAST({sql} AS VARCHAR)"


def _solar(text: str) -> date | None:
    try:
        return parse_written(text)
    except ValueError:
        return None
