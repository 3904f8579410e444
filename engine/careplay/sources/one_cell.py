"""One cell that somebody typed, read and judged just as a cell of a table is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careplay.frozen import dataclass
from careplay.model.types import Scalar, Type
from careplay.sources import text_cells, wordings
from careplay.sources.columns import literal
from careplay.sources.headings import SPACES
from careplay.sources.querying import row_of
from careplay.sources.raw import SourceColumn

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class ReadCell:
    """The value and its text as a table would have it; or what is wrong with it, in words."""

    value: Scalar | None = None
    text: str = ""
    wrong: str = ""


def read_cell(
    connection: duckdb.DuckDBPyConnection, column: SourceColumn, typed: str, zone: str
) -> ReadCell:
    """What was typed as a value of the column; the value of an empty text is None."""
    text = typed.strip(SPACES)
    if not text:
        return ReadCell()
    if column.takes_any_text:
        return ReadCell(text, text)
    told = literal(text)
    safe, _ = text_cells.sql_forms(column, told, zone)
    value: Any
    value, written = row_of(connection, f"SELECT {safe}, CAST({safe} AS VARCHAR)")
    if value is not None:
        return ReadCell(value, _plain(value, str(written)))
    (code,) = row_of(connection, f"SELECT {text_cells.code(column, told)}")
    wanted = wordings.expected(str(code), column)
    return ReadCell(wrong=wordings.message(str(code), column, text, wanted))


def _plain(value: Scalar, written: str) -> str:
    """The text that every table is read by alike."""
    return ("true" if value else "false") if isinstance(value, bool) else written


def words_column(name: str, kind: Type, choices: tuple[str, ...] = ()) -> SourceColumn:
    """A column of its own for what may be typed of a name."""
    return SourceColumn(name, name, kind, choices if kind is Type.CHOICE else None)
