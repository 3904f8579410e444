"""The rows of a decision table as written: their names, dates, and cells by column."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from careplay.frozen import dataclass
from careplay.language.codes import (
    BAD_TABLE,
    REPEATED_ROW,
    UNKNOWN_TABLE_COLUMN,
)
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.language.tables.sheets import NOT_ASKED, is_sheet
from careplay.language.values.moments import day
from careplay.language.wrong import Wrong
from careplay.reading.sheet_cells import cell_name
from careplay.reading.sheets import WORKBOOKS

ID, FROM, UNTIL, ELSE = "id", "from", "until", "else"
OWN = (ID, FROM, UNTIL)
"""What a row holds besides the columns of its table."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row: its name, the days it is in force, and what stands in its columns."""

    id: str
    node: Node
    since: date | None
    until: date | None
    cells: Mapping[str, Node]


def written_rows(rows: Sequence[Node], table: Node) -> tuple[WrittenRow, ...]:
    """Every row that is a mapping; a name given twice and bad dates are told."""
    found: dict[str, WrittenRow] = {}
    for number, node in enumerate(rows, start=1):
        if isinstance(node.value, Mapping):
            row = _row(node, number)
            _first(found, row, table)
    return tuple(found.values())


def is_else(row: Node) -> bool:
    """Whether the row of a file says what is answered where no other row holds."""
    return is_sheet(row) and row.text(ID).lower() == ELSE


def cells_of(row: Node) -> dict[str, Node]:
    """What stands in the row's columns; a blank or ``-`` is not there."""
    return {
        name: node
        for name, node in row.entries()
        if name not in OWN and not (isinstance(node.value, str) and node.value in NOT_ASKED)
    }


def unknown_columns(
    cells: Mapping[str, Node], known: Collection[str], where: str
) -> Iterator[str]:
    """The columns the table does not have; each is told, with the nearest."""
    for name, node in cells.items():
        if name not in known:
            what = f'unknown column "{name}"'
            way = way_out(name, tuple(known), "columns")
            node.called(where).say(UNKNOWN_TABLE_COLUMN, what, way, node.key_at)
            yield name


def placed(node: Node) -> str:
    """``cell C3, `` where the node is a cell of a workbook; else nothing."""
    if not node.document.file.lower().endswith(WORKBOOKS):
        return ""
    return f"cell {cell_name(node.at.line, node.at.column)}, "


def _row(node: Node, number: int) -> WrittenRow:
    name = node.text(ID) or str(number)
    called = node.called(f'row "{name}" of {node.where}')
    since, until = _day(called, FROM), _day(called, UNTIL)
    if since is not None and until is not None and until < since:
        below = node.get(UNTIL) or node
        what = f'row "{name}" ends on {until}, before it begins on {since}'
        below.say(BAD_TABLE, what, "turn the two round")
        since = until = None
    return WrittenRow(name, called, since, until, cells_of(called))


def _day(node: Node, key: str) -> date | None:
    below = node.get(key)
    value = None if below is None else plain_value(below.value)
    if below is None or value is None or spelt(value) in NOT_ASKED:
        return None
    found = day(spelt(value))
    if isinstance(found, Wrong):
        below.called(f'{placed(below)}"{key}" of {node.where}').tell(found)
        return None
    return found


def _first(known: dict[str, WrittenRow], row: WrittenRow, table: Node) -> None:
    old = known.setdefault(row.id, row)
    if old is not row:
        here = row.node.get(ID) or row.node
        first = (old.node.get(ID) or old.node).at
        what = f'the row "{row.id}" was given before, at {first.line}:{first.column}'
        here.called(table.where).say(REPEATED_ROW, what, "rename one of them")
