"""Rows of a decision table that stand in a file of their own: ``from: tables/level.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TypeAlias

from careplay.diagnostics import sign_at
from careplay.language.codes import OUTSIDE, TABLE_FILE
from careplay.language.conditions.comparisons import with_quotes
from careplay.language.nodes import Node
from careplay.reading.document import NO_KEY, Document, Extent, PlaceTree, Value, spans, spot
from careplay.reading.scalars import scalar_of
from careplay.reading.sheets import WORKBOOKS, Sheet

Sheets: TypeAlias = Mapping[tuple[str, str], Sheet]
"""The sheets that were read, by file and name of the sheet."""

NO_SHEETS: Sheets = {}

ENDINGS = (".csv", *WORKBOOKS)
NOT_ASKED = frozenset({"", "-", "－"})
SEVERAL = "|"


def wanted_sheets(playbooks: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """The file and sheet of every table that names one; files lie beside their playbook."""
    for document in playbooks:
        home = Node(document, (), document.value, [])
        for _, table in home.entries("tables"):
            if table.text("from").lower().endswith(ENDINGS):
                yield sheet_of(table)


def sheet_of(table: Node) -> tuple[str, str]:
    """The file and the sheet that a table names."""
    beside = PurePath(table.document.file).parent
    return str(beside / table.text("from")), table.text("sheet")


def sheet_rows(table: Node, sheets: Sheets) -> Node | None:
    """The list of rows in the table's file; None after telling why it cannot be read."""
    told = table.get("from")
    if told is None or not isinstance(told.value, str):
        return None
    if not told.value.lower().endswith(ENDINGS):
        way = "name a .csv or .xlsx file, or write the rows below"
        told.say(TABLE_FILE, f'"{told.value}" is no table', way)
        return None
    sheet = sheets.get(sheet_of(table))
    if sheet is None:
        told.say(TABLE_FILE, f'there is no file "{told.value}"', "is it beside the playbook?")
        return None
    if sheet.problem:
        code = OUTSIDE if sheet.outside else TABLE_FILE
        told.say(code, f'"{told.value}" {sheet.problem}', sheet.way)
        return None
    document = as_document(sheet)
    rows = Node(document, (), document.value, table.faults, table.where)
    _too_long(sheet, rows)
    return rows


def as_document(sheet: Sheet) -> Document:
    """The rows as a list of mappings, each value where its cell stands."""
    rows: list[Value] = []
    places: dict[str | int, PlaceTree] = {}
    for index, (number, cells) in enumerate(sheet.rows):
        below: dict[str | int, PlaceTree] = {}
        row: dict[str, Value] = {}
        for place, (name, cell) in enumerate(zip(sheet.headings, cells, strict=False)):
            if name and cell not in NOT_ASKED:
                row[name] = _value(cell)
                heading = _cell(sheet.heading_row, place)
                below[name] = (_cell(number, place), heading, None)
        rows.append(row)
        places[index] = (_cell(number, 0), NO_KEY, below)
    return Document(sheet.file, rows, (0, NO_KEY, places))


def is_sheet(node: Node) -> bool:
    """Whether the node stands in a table's file."""
    return node.document.file.lower().endswith(ENDINGS)


def several(node: Node) -> Node:
    """The cell; ``state|royal`` of a file is the list of the two."""
    if not is_sheet(node) or not isinstance(node.value, str) or SEVERAL not in node.value:
        return node
    words = [part.strip() for part in node.value.split(SEVERAL)]
    for word in words:
        if (wrong := with_quotes(word)) is not None:  # a file's list is no YAML
            node.say(wrong.code, wrong.what, wrong.way)
    parts: list[Value] = [scalar_of(word) for word in words]
    return Node(node.document, node.path, parts, node.faults, node.where)


def _cell(row: int, place: int) -> Extent:
    """A cell is as wide as one sign."""
    start = spot(row - 1, place)
    return spans(start, start + 1)


def _value(cell: str) -> Value:
    found = scalar_of(cell)
    return cell if found is None else found


def _too_long(sheet: Sheet, rows: Node) -> None:
    """A cell that stands below no heading would be passed over."""
    for index, (_, cells) in enumerate(sheet.rows):
        for place, cell in enumerate(cells):
            named = place < len(sheet.headings) and sheet.headings[place]
            if cell and not named:
                line = rows.document.value_at((index,)).line
                here = sign_at(line, place + 1)
                way = "give the column a heading, or empty the cell"
                rows.say(TABLE_FILE, f'"{cell}" stands below no heading', way, here)
