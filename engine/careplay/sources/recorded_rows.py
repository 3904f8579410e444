"""What people recorded, read as one table with the events that a business names.

Each record is a row of that table with a key and a moment of entry of its own, so that it is
judged, corrected and known on a day as any row is; rows of the table itself stay what they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.model.business import RECORDED
from careplay.model.types import Type
from careplay.model.written import AS_USUAL
from careplay.sources import text_cells
from careplay.sources.cells import WHOLE, WIDE, ZONED
from careplay.sources.columns import literal, quoted
from careplay.sources.handing_over import HandedOver
from careplay.sources.querying import any_of
from careplay.sources.raw import Raw, SourceColumn

if TYPE_CHECKING:
    import duckdb

RECORDS, JOINED = '"recorded rows"', "events and records"
PART = '"#part"'
"""Where a table lies in several files, which of them a row is of: its headings go by that."""
OFFSET = "[+-][0-9]{2}:[0-9]{2}$"
EXACT = "DECIMAL(38,9)"


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """One record: its number, the key of its event, when it was entered, and its cells."""

    number: int
    key: str
    entered: str
    cells: Mapping[str, str]
    """By our name of a column; what is not there is missing."""


@dataclass(frozen=True, slots=True)
class RecordedRows:
    """All that was recorded of events, and how messages name where it lies."""

    name: str
    rows: tuple[RecordedRow, ...] = ()
    handed_over: tuple[HandedOver, ...] = ()
    """In the order in which it was entered."""


def added_columns(
    columns: Sequence[SourceColumn], recorded: RecordedRows
) -> tuple[SourceColumn, ...]:
    """The columns that records have besides those of the table: their key and entry."""
    if not recorded.rows:
        return ()
    known = {each.name for each in columns}
    own = (
        SourceColumn("key", "#key", Type.TEXT, key=True),
        SourceColumn(RECORDED, RECORDED, Type.MOMENT),
    )
    return tuple(each for each in own if each.name not in known)


def with_records(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    recorded: RecordedRows,
    columns: Sequence[SourceColumn],
    zone: str,
) -> Raw:
    """The table and the records behind its rows; the table itself where there are none."""
    if not recorded.rows:
        return raw
    given = {name for row in recorded.rows for name in row.cells} | {"key", RECORDED}
    names = [each.name for each in columns if each.name in raw.cells or each.name in given]
    _make(connection, recorded, names)
    joined = {name: _joined(connection, raw, name, zone) for name in names}
    meant = {f"{name} as meant": each for name, each in _meant(raw, columns, zone).items()}
    both = {**{name: (ours, cell) for name, (ours, cell, _) in joined.items()}, **meant}
    theirs = ", ".join(f"{ours} AS {quoted(name)}" for name, (ours, _) in both.items())
    told = ", ".join(f"{cell} AS {quoted(name)}" for name, (_, cell) in both.items())
    part, none = (PART, f"NULL AS {PART}") if raw.headings else ("", "")
    theirs, told = (", ".join(filter(None, each)) for each in ((part, theirs), (none, told)))
    query = f"""SELECT {raw.file} AS "#from", {raw.row} AS "#row", {theirs}
        FROM {raw.relation} UNION ALL
        SELECT {literal(recorded.name)}, "#row", {told} FROM {RECORDS}"""
    what = "TABLE" if raw.staged else "VIEW"
    connection.execute(f"CREATE OR REPLACE {what} {quoted(JOINED)} AS {query}")
    if raw.staged:
        connection.execute(f"DROP TABLE {quoted(raw.staged)}; DROP TABLE {RECORDS}")
    return replace(
        raw,
        relation=quoted(JOINED),
        cells={name: (quoted(name), kind) for name, (_, _, kind) in joined.items()},
        file='"#from"',
        row='"#row"',
        files=(*raw.files, recorded.name),
        staged=JOINED if raw.staged else "",
        numbered=True,
        headings={
            name: f"coalesce({told}, {literal(name)})" for name, told in raw.headings.items()
        },
        meant={name: quoted(f"{name} as meant") for name in raw.meant},
    )


def _make(
    connection: duckdb.DuckDBPyConnection, recorded: RecordedRows, names: Sequence[str]
) -> None:
    """The table of the records, in text cells."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    rows = [{**r.cells, "key": r.key, RECORDED: r.entered} for r in recorded.rows]
    arrays = [pa.array([each.number for each in recorded.rows], pa.int64())]
    arrays += [pa.array([row.get(name) for row in rows], pa.string()) for name in names]
    connection.register("given", pa.Table.from_arrays(arrays, names=["#row", *names]))
    connection.execute(f"CREATE OR REPLACE TABLE {RECORDS} AS SELECT * FROM given")
    connection.unregister("given")


def _joined(
    connection: duckdb.DuckDBPyConnection, raw: Raw, name: str, zone: str
) -> tuple[str, str, str]:
    """A cell of the table, the same of a record, and the type of both.

    The table's own type, where each record has a value of it; else the text of both.
    """
    mine = quoted(name)
    if name not in raw.cells:
        return "NULL::VARCHAR", mine, "VARCHAR"
    theirs, kind = raw.cells[name]
    if kind == "VARCHAR":
        return theirs, mine, kind
    cast = _cast(mine, kind, zone)
    if any_of(connection, RECORDS, f"{mine} IS NOT NULL AND {cast} IS NULL"):
        return f"CAST({theirs} AS VARCHAR)", mine, "VARCHAR"
    return theirs, cast, kind


def _meant(
    raw: Raw, columns: Sequence[SourceColumn], zone: str
) -> Mapping[str, tuple[str, str]]:
    """What the cells mean of which something is stated; those of records are as usual."""
    usual = {each.name: replace(each, form=AS_USUAL) for each in columns}
    return {
        name: (theirs, text_cells.sql_forms(usual[name], quoted(name), zone)[0])
        for name, theirs in raw.meant.items()
    }


def _cast(text: str, kind: str, zone: str) -> str:
    """The text as a value of the type; NULL where it is none, or would become another."""
    has_offset = f"regexp_matches({text}, '{OFFSET}')"
    if kind == ZONED:
        shown = f"timezone({literal(zone)}, TRY_CAST({text} AS TIMESTAMP))"
        return f"CASE WHEN {has_offset} THEN TRY_CAST({text} AS TIMESTAMPTZ) ELSE {shown} END"
    cast = f"TRY_CAST({text} AS {kind})"
    if kind in {*WHOLE, *WIDE} or kind.startswith("DECIMAL"):
        same = f"TRY_CAST({cast} AS {EXACT}) = TRY_CAST({text} AS {EXACT})"
        return f"CASE WHEN {same} THEN {cast} END"
    return f"CASE WHEN NOT {has_offset} THEN {cast} END"
