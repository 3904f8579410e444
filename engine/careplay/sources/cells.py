"""The SQL that makes a typed value of a cell, and the SQL that finds the cells it cannot.

A cell has up to four forms. ``clean``: the cheapest, right where no cell is in doubt.
``doubt``: a cheap test that may find too much; empty where the file's types leave no
doubt. ``safe``: right for every cell, NULL where there is no value. ``bad``: exactly the
cells that hold something, but no value.
"""

from __future__ import annotations

from dataclasses import replace

from careplay.frozen import dataclass
from careplay.model.types import NUMERIC, WORDS, Type
from careplay.sources import text_cells
from careplay.sources.columns import SQL_TYPES, literal
from careplay.sources.raw import Raw, SourceColumn

WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"}
WIDE = {"BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT"}
DOUBLES = {"FLOAT", "DOUBLE"}
MOMENTS = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}
ZONED = "TIMESTAMP WITH TIME ZONE"
FIRST_DAY, LAST_DAY = "1900-01-01", "2100-12-31"
EXACT = 10**15
"""A double keeps whole numbers up to here (and some more) digit by digit."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The forms of one column's cells in SQL."""

    column: SourceColumn
    text: str
    """The cell as a report shows it."""
    safe: str
    bad: str = ""
    clean: str = ""
    """Empty where only ``safe`` will do."""
    doubt: str = ""
    timed: str = ""
    """A date or moment, whose least and greatest tell whether all lie in living memory."""


def cell_of(raw: Raw, column: SourceColumn, zone: str) -> Cell:
    """The forms of the column's cells, by what it should hold and what the file gives."""
    sql, held = raw.cells[column.name]
    if column.name in raw.meant:
        return _meant(column, sql, raw.meant[column.name])
    if raw.staged:
        safe, bad = text_cells.sql_forms(column, sql, zone)
        return Cell(column, sql, safe, bad, _clean_text(column, sql), _doubt(column, sql, bad))
    if held == "VARCHAR":
        return _from_text(raw, column, sql, zone)
    typed = _typed(column, sql, held, zone)
    if typed is not None:
        return typed
    text = f"CAST({sql} AS VARCHAR)"
    safe, bad = text_cells.sql_forms(column, text, zone)
    return Cell(column, text, safe, bad, doubt=_unusual(column, text) or bad)


def _meant(column: SourceColumn, text: str, value: str) -> Cell:
    """What is read by a stated form has been read already: what has no value is at fault."""
    if column.type in WORDS:
        safe, bad = text_cells.sql_forms(column, value, "")
        return Cell(column, text, safe, bad, value, bad)
    bad = f"({text} IS NOT NULL AND {value} IS NULL)"
    return Cell(column, text, value, bad, value, bad)


def _clean_text(column: SourceColumn, sql: str) -> str:
    """What a text needs that is not in doubt: nothing, or a plain cast."""
    if column.type in WORDS:
        return sql
    cast = column.type in {*NUMERIC, Type.DATE, Type.MOMENT}
    return f"CAST({sql} AS {SQL_TYPES[column.type]})" if cast else ""


def _doubt(column: SourceColumn, sql: str, bad: str) -> str:
    """Days and moments are in doubt where they are not written as programs write them.

    A text is where a quotation mark opens it: it is kept, and may be told.
    """
    if column.takes_any_text:
        wrapped = text_cells.maybe_wrapped(sql)
        if column.type is Type.TEXT and not column.required:
            wrapped += f" OR {text_cells.maybe_quoted(sql)}"
        return f"({bad} OR {wrapped})"
    if column.type not in {Type.DATE, Type.MOMENT}:
        return _unusual(column, sql) or bad
    return f"({sql} IS NOT NULL AND NOT {text_cells.is_plain_time(column.type, sql)})"


def _unusual(column: SourceColumn, text: str) -> str:
    """Whether there is a text, none of the words that are usual; "" where all are."""
    return text_cells.not_among(text, replace(column, seldom=())) if column.seldom else ""


def _from_text(raw: Raw, column: SourceColumn, sql: str, zone: str) -> Cell:
    """Text in a typed file: in order unless it is blank, or no word of a choice.

    What a file's least value tells costs nothing: what is empty or begins with a space comes
    before ``!``.
    """
    text = f"nullif(trim({sql}), '')"
    safe, bad = text_cells.sql_forms(column, text, zone)
    if column.takes_any_text:
        if raw.table == "events":
            # A second reading of every text of every event would cost more than the run: only
            # customers' texts are searched for phones that became numbers, and a customer's
            # key that did, or that a space follows, is found as nobody's.
            if column.required:
                return Cell(column, text, safe, bad, clean=sql, doubt=f"({sql} < '!')")
            return Cell(column, text, safe, bad, clean=text)
        # What is empty or begins with a digit comes before ">"; DuckDB compares the first
        # four bytes in place, so that names cost next to nothing.
        odd = (
            f"{text_cells.maybe_floated(sql)} OR {text_cells.maybe_quoted(sql)}"
            f" OR {text_cells.maybe_wrapped(sql)}"
        )
        doubt = f"({sql} < '>' AND ({sql} < '!' OR {odd}))"
        if column.required:
            doubt = f"({doubt} OR suffix({sql}, ' '))"
        return Cell(column, text, safe, bad, clean=sql, doubt=doubt)
    if column.type in {Type.CHOICE, Type.STAFF}:
        doubt = _unusual(column, sql) or text_cells.not_among(sql, column)
        return Cell(column, text, safe, bad, clean=sql, doubt=doubt)
    return Cell(column, text, safe, bad, doubt=bad)


def _typed(column: SourceColumn, sql: str, held: str, zone: str) -> Cell | None:
    """The forms where the file's own type is near the declared one; None where it is not."""
    kind = column.type
    if kind in NUMERIC:
        return _number(column, sql, held)
    if kind is Type.BOOLEAN and held == "BOOLEAN":
        return Cell(column, _shown(sql), sql, clean=sql)
    if kind in {Type.DATE, Type.MOMENT} and not column.lunar:
        return _time(column, sql, held, zone)
    if kind is Type.TEXT:
        shown = _shown(sql)
        return (
            _text_of_double(column, sql)
            if held in DOUBLES
            else Cell(column, shown, shown, clean=shown)
        )
    return None


def _number(column: SourceColumn, sql: str, held: str) -> Cell | None:
    into = SQL_TYPES[column.type]
    clean, tried = f"CAST({sql} AS {into})", f"TRY_CAST({sql} AS {into})"
    if held in WHOLE or (held == "BIGINT" and column.type is Type.INTEGER) or held == into:
        return Cell(column, _shown(sql), clean, clean=clean)
    if held in WIDE:
        bad = f"({sql} IS NOT NULL AND {tried} IS NULL)"
        return Cell(column, _shown(sql), tried, bad, clean, bad)
    if held.startswith("DECIMAL"):
        bad = f"({sql} IS NOT NULL AND coalesce({tried} <> {sql}, true))"
        safe = f"CASE WHEN NOT {bad} THEN {clean} END"
        return Cell(column, _shown(sql), safe, bad, clean, bad)
    if held in DOUBLES:
        # Doubles come near a decimal but seldom hit it: 139.12 is kept as 139.1200…0455.
        near = "1e-9" if held == "DOUBLE" else "1e-6"
        off = f"abs({sql} - CAST({tried} AS DOUBLE)) > {near} * abs({sql})"
        doubt = f"({sql} IS NOT NULL AND coalesce({off}, true))"
        bad = f"({doubt} AND NOT isnan({sql}))"
        safe = f"CASE WHEN NOT {doubt} THEN {tried} END"
        return Cell(column, _shown(sql), safe, bad, clean, doubt)
    return None


def _time(column: SourceColumn, sql: str, held: str, zone: str) -> Cell | None:
    local = f"({sql} AT TIME ZONE {literal(zone)})" if held == ZONED else sql
    if held != "DATE" and held not in MOMENTS and held != ZONED:
        return None
    value = (
        local
        if held == SQL_TYPES[column.type]
        else f"CAST({local} AS {SQL_TYPES[column.type]})"
    )
    late = f"({local} < DATE '{FIRST_DAY}' OR {local} >= DATE '{LAST_DAY}' + 1)"
    doubt, bad = "", late
    if column.type is Type.DATE and held != "DATE":
        doubt = f"{local} <> date_trunc('day', {local})"
        bad = f"({late} OR {doubt})"
    safe = f"CASE WHEN NOT {bad} THEN {value} END"
    return Cell(column, _shown(local), safe, bad, value, doubt, timed=sql)


def _text_of_double(column: SourceColumn, sql: str) -> Cell:
    """Whole numbers as their digits (a phone that pandas kept); others as told."""
    whole = f"({sql} = trunc({sql}) AND abs({sql}) < {EXACT})"
    text = f"CAST({sql} AS VARCHAR)"
    safe = (
        f"CASE WHEN isnan({sql}) THEN NULL WHEN {whole} "
        f"THEN CAST(CAST({sql} AS BIGINT) AS VARCHAR) WHEN abs({sql}) < {EXACT} THEN {text} END"
    )
    bad = f"(abs({sql}) >= {EXACT} AND NOT isnan({sql}))"
    return Cell(column, text, safe, bad, safe, bad)


def _shown(sql: str) -> str:
    return f"CAST({sql} AS VARCHAR)"
