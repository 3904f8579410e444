"""``lists:`` of a playbook: check-lists and things to take turns, under names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from careplay.diagnostics import Position
from careplay.language.codes import MISSING_COLUMN, UNKNOWN_LEVEL, UNKNOWN_LIST
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out

ByLevel = Mapping[str, tuple[str, ...]]


class Lists:
    """The lists of a business by name; each the same for all, or one for each level."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self.definitions = definitions

    def by_level(self, node: Node | None, levels: Sequence[str]) -> ByLevel:
        """What stands under the key, or in the list it names, for each of the levels."""
        found = None if node is None else self._meant(node)
        if node is None or found is None:
            return dict.fromkeys(levels, ())
        if not isinstance(found.value, Mapping):
            return dict.fromkeys(levels, list_words(found))
        columns = dict(found.entries())
        for level in levels:
            if level not in columns:
                what = f'no column for level "{level}"'
                way = f'add "{level}: [...]", or say levels: of those the item is for'
                node.say(MISSING_COLUMN, what, way)
        return {
            level: list_words(columns[level]) if level in columns else () for level in levels
        }

    def _meant(self, node: Node) -> Node | None:
        """The list itself, or the one of that name; None after telling that there is none."""
        if not isinstance(node.value, str):
            return node
        definition = self.definitions.get(node.value)
        if definition is None:
            what = f'unknown list "{node.value}"'
            node.say(UNKNOWN_LIST, what, way_out(node.value, self.definitions, "lists"))
            return None
        return definition.node


def list_words(node: Node) -> tuple[str, ...]:
    """The words of a list, or the one word."""
    found = (row.value for row in node.rows())
    return tuple(str(value) for value in found if isinstance(value, str | int))


def known_levels(node: Node, at: Position, name: str, levels: Sequence[str]) -> bool:
    """Whether the level that stands there is one of the reception's; told where it is not."""
    if name in levels:
        return True
    what = f'nobody can have level "{name}"'
    node.say(UNKNOWN_LEVEL, what, way_out(name, levels, "levels"), at)
    return False
