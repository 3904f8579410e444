"""The words of limits: categories, numbers of days, facts that are true or false."""

from __future__ import annotations

from careplay.diagnostics import Position
from careplay.language.codes import NOT_TRUTH, UNKNOWN_FACT, UNKNOWN_LIMIT
from careplay.language.kinds import Vocabulary
from careplay.language.nodes import Node
from careplay.language.rules.memory import day_count
from careplay.language.suggestions import way_out
from careplay.language.wrong import Wrong
from careplay.model.rules import Category
from careplay.model.types import Type


def word(node: Node | None) -> str:
    """The word of the value; nothing where it is none."""
    return node.value if node is not None and isinstance(node.value, str) else ""


def categories(node: Node | None) -> dict[Category, Position]:
    """Each category of a list, and where it is written; what is none is told."""
    rows = () if node is None else tuple(node.rows())
    known: dict[Category, Position] = {}
    for name, row in {word(row): row for row in rows}.items():
        found = category(name, row, row.at)
        if found is not None:
            known[found] = row.at
    return known


def category(name: str, node: Node, at: Position) -> Category | None:
    """The category of that name; None after telling that there is none."""
    if name in set(Category):
        return Category(name)
    if name:
        what, way = f'unknown category "{name}"', way_out(name, Category, "categories")
        node.say(UNKNOWN_LIMIT, what, way, at)
    return None


def number_of_days(text: str, node: Node, at: Position) -> int:
    """The days that are written; 0 after telling why they are none."""
    found = day_count(text)
    if isinstance(found, Wrong):
        node.say(found.code, found.what, found.way, at)
        return 0
    return found


def true_fact(node: Node | None, vocabulary: Vocabulary) -> str:
    """The fact, if it is true or false; one that is neither, or unknown, is told."""
    name = word(node)
    if node is None or not name:
        return ""
    if name not in vocabulary.kinds:
        way = way_out(name, vocabulary.kinds, "facts")
        node.say(UNKNOWN_FACT, f'unknown fact "{name}"', way)
        return ""
    kind = vocabulary.kinds[name]
    if kind is not None and kind.type is not Type.BOOLEAN:
        what = f'fact "{name}" is of type {kind.type}, so it is neither true nor false,'
        node.say(NOT_TRUTH, what, "name a fact of type boolean, or a segment")
        return ""
    return name if kind is not None else ""
