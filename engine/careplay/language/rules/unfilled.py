"""Words that are printed as they are: a gap in them would be printed, too.

Gaps are filled in what is said of one customer and one occasion. A title or a
check-list is the same for all, so a gap there names nothing, and is told. What people call a
thing (a label) is a name, and may be any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from careplay.language.codes import BAD_TEXT
from careplay.language.nodes import Node
from careplay.language.rules.texts import pieces
from careplay.language.tables.rows import placed
from careplay.language.tables.sheets import Sheets, as_document, sheet_of
from careplay.model.rules import Placeholder

WORD = frozenset({"title", "goal", "last"})
"""The keys whose one word is printed as it is."""
WORDS = frozenset({"checklist", "rotate", "ask"})
"""The keys whose words are, in a list or one for each level."""
SECTIONS = ("lists", "parameters")
"""The sections of a file all of whose words are."""
NAME = re.compile(r"\$?[^\W\d][\w.-]*")
"""What a gap can be meant to name; other words in braces are words in braces."""


def tell_unfilled(home: Node, playbooks: Sequence[Node], sheets: Sheets) -> None:
    """Tell every gap that no run would fill."""
    for document in (home, *playbooks):
        for key, node in _printed(document):
            _tell(node, key)
        for name_of_table, table in document.entries("tables"):
            for key, cell in _answers(table, sheets):
                _tell(cell.called(f'{placed(cell)}table "{name_of_table}"'), key)


def _printed(document: Node) -> Iterator[tuple[str, Node]]:
    """Each word of the file that is printed as it is, with its key."""
    for section, node in document.entries():
        if section in SECTIONS:
            yield from ((section, word) for word in _all(node))
        elif section != "templates":  # a template may be called anything
            yield from _below(node)


def _below(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, (dict, Mapping)):
        for key, below in node.entries():
            if key in WORDS or (key in WORD and isinstance(below.value, str)):
                yield from ((key, word) for word in _words(below))
            yield from _below(below)
    elif isinstance(node.value, list):
        for row in node.rows():
            yield from _below(row)


def _all(node: Node) -> Iterator[Node]:
    """Every word below."""
    if isinstance(node.value, str):
        yield node
    elif isinstance(node.value, (dict, Mapping)):
        for _, below in node.entries():
            yield from _all(below)
    elif isinstance(node.value, list):
        for row in node.rows():
            yield from _all(row)


def _words(node: Node) -> Iterator[Node]:
    """The word, each of the list, and each of the lists or words that stand under names."""
    for row in node.rows():
        if isinstance(row.value, str):
            yield row
        for _, below in row.entries():
            yield from (each for each in below.rows() if isinstance(each.value, str))


def _answers(table: Node, sheets: Sheets) -> Iterator[tuple[str, Node]]:
    """What the rows of the table can answer, with the name of the column."""
    inputs = table.words("inputs")
    rows = [*table.rows("rows"), *table.rows("else")]
    sheet = sheets.get(sheet_of(table)) if table.text("from") else None
    if sheet is not None and not sheet.problem:
        document = as_document(sheet)
        rows += Node(document, (), document.value, table.faults).rows()
    for row in rows:
        for key, cell in row.entries():
            if key not in inputs:
                yield key, cell


def _tell(node: Node, key: str) -> None:
    """Tell each gap of the word that stands under the key."""
    if not isinstance(node.value, str) or "{" not in node.value:
        return
    for piece in pieces(node.value):
        if isinstance(piece.said, Placeholder) and NAME.fullmatch(piece.said.name):
            gap = node.value[piece.start : piece.end]
            what = f'"{gap}" would be printed as it is, for no gap is filled under "{key}"'
            way = 'gaps are for the text of an action and its "reason"'
            node.say(BAD_TEXT, what, way, node.cut(piece.start, piece.end))
