"""Actions as comma-separated values that spreadsheets open safely (RFC 4180).

UTF-8 with a byte order mark, without which Excel shows Chinese as noise. A cell that a
spreadsheet would take for a formula gets an apostrophe in front, which makes it text: one
that begins with ``= + - @`` (or their full-width forms), a tab or a line end. A plain number
stays as it is, be it ``-5`` or ``+86 13800138000``: a sign, then digits with spaces among them
or one decimal point. Apostrophes that stand before such a sign already get one more, so that
taking one away gives the text back. What cannot be seen is spelt out (``careplay.visible``).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, BinaryIO

from careplay.outputs.rendering import as_cell, batches, described_columns
from careplay.sources.columns import quoted
from careplay.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_STARTS_A_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_NUMBER = re.compile(r"[+-]\d[\d ]*(\.\d+)?")


def safe(cell: str | None) -> str:
    """The cell as text that no spreadsheet works out; a missing value is empty."""
    if not cell:
        return ""
    if cell[0] == "'":
        return "'" + cell if cell.lstrip("'")[:1] in _STARTS_A_FORMULA else cell
    formula = cell[0] in _STARTS_A_FORMULA and not _NUMBER.fullmatch(cell)
    return "'" + cell if formula else cell


def write(connection: duckdb.DuckDBPyConnection, relation: str, stream: BinaryIO) -> None:
    """Write a heading and every row; lists are joined by ``; ``, reasons are JSON."""
    described = described_columns(connection, relation)
    cells = ", ".join(f"{as_cell(name, kind)} AS {quoted(name)}" for name, kind in described)
    stream.write(BYTE_ORDER_MARK + lines([[safe(name) for name, _ in described]]))
    rows = batches(connection, relation, cells)
    stream.writelines(lines(map(safe, row) for row in batch) for batch in rows)


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """The rows, of which each cell is ``safe``, as they are sent."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    # All at once: a cell has no quotes, commas or lines more by it.
    return visible(text.getvalue()).encode()
