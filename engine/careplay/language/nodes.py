"""A place in a document that can be walked down from, and complained about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from careplay.diagnostics import Diagnostic, Position
from careplay.language.wrong import Wrong
from careplay.reading.document import Document, Path, Value
from careplay.reading.parts import part, place_in

PlainValue: TypeAlias = "str | int | Decimal | bool"


class Node:
    """One value of a document, what it belongs to, and where faults are put down."""

    __slots__ = ("document", "faults", "path", "value", "where")

    def __init__(
        self,
        document: Document,
        path: Path,
        value: Value,
        faults: list[Diagnostic],
        where: str = "",
    ) -> None:
        self.document, self.path, self.value = document, path, value
        self.faults, self.where = faults, where

    @property
    def at(self) -> Position:
        """Where the value starts."""
        return self.document.value_at(self.path)

    @property
    def key_at(self) -> Position:
        """Where the key of the value is written."""
        return self.document.key_at(self.path)

    def get(self, key: str) -> Node | None:
        """The value under the key; None where there is no such key."""
        # dict first: asking an abstract Mapping takes five times as long.
        if not isinstance(self.value, (dict, Mapping)) or key not in self.value:
            return None
        return self.below(key, self.value[key])

    def entries(self, key: str | None = None) -> Iterator[tuple[str, Node]]:
        """Each name with its value, in order; of the mapping under ``key`` if one is told."""
        node = self if key is None else self.get(key)
        if node is not None and isinstance(node.value, Mapping):
            for name, value in node.value.items():
                yield name, node.below(name, value)

    def rows(self, key: str | None = None) -> Iterator[Node]:
        """Each value of a list, in order; a value that is no list stands for itself."""
        node = self if key is None else self.get(key)
        if node is None:
            return
        if isinstance(node.value, Sequence) and not isinstance(node.value, str):
            for index, value in enumerate(node.value):
                yield node.below(index, value)
        else:
            yield node

    def called(self, where: str) -> Node:
        """The same place, spoken of as ``where``."""
        return Node(self.document, self.path, self.value, self.faults, where)

    def text(self, key: str, default: str = "") -> str:
        """The word under the key, a number as its digits; the default where there is none."""
        node = self.get(key)
        found = None if node is None else plain_value(node.value)
        return default if found is None else spelt(found)

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a list under the key, or its one word."""
        found = (plain_value(node.value) for node in self.rows(key))
        return tuple(spelt(value) for value in found if value is not None)

    def places(self, keys: Iterable[str]) -> dict[str, Position]:
        """Where the values of those of the keys stand that are there."""
        return {key: below.at for key in keys if (below := self.get(key)) is not None}

    def say(self, code: str, what: str, way: str = "", at: Position | None = None) -> None:
        """Put down a fault: what is wrong, then where, then the way out."""
        message = what + (f" in {self.where}" if self.where else "") + (way and f"; {way}")
        flat = " ".join(message.split())
        self.faults.append(Diagnostic(self.document.file, at or self.at, code, flat))

    def tell(self, wrong: Wrong) -> None:
        """Put down what is wrong with the text, at the words that are meant."""
        self.say(wrong.code, wrong.what, wrong.way, self.part(wrong.words))

    def tell_key(self, wrong: Wrong) -> None:
        """Put down what is wrong with the key, at the words that are meant."""
        self.say(wrong.code, wrong.what, wrong.way, self.part_of_key(wrong.words))

    def part(self, words: str) -> Position:
        """Where the words are written, in the first item of a list or in the key at last."""
        if isinstance(self.value, str):
            place = place_in(self.value, words)
            if place is None and self.path and place_in(str(self.path[-1]), words) is not None:
                return self.part_of_key(words)
            return self._part(self.at, self.value, place)
        for row in self.rows() if words and isinstance(self.value, list) else ():
            value = plain_value(row.value)
            if value is not None and place_in(spelt(value), words) is not None:
                return row.part(words)
        return self.at

    def cut(self, start: int, end: int) -> Position:
        """Where the signs of the text from ``start`` to ``end`` are written."""
        text = self.value if isinstance(self.value, str) else ""
        return self._part(self.at, text, (start, end))

    def part_of_key(self, words: str) -> Position:
        """Where the words of the key are written."""
        key = str(self.path[-1]) if self.path else ""
        return self._part(self.key_at, key, place_in(key, words))

    def _part(self, at: Position, text: str, place: tuple[int, int] | None) -> Position:
        return at if place is None else part(at, text, *place, self.document.text)

    def below(self, key: str | int, value: Value) -> Node:
        """The value that stands under the key, spoken of as this one is."""
        return Node(self.document, (*self.path, key), value, self.faults, self.where)


def plain_value(value: Value) -> PlainValue | None:
    """The value if it is a word, a number or a boolean; None for anything else."""
    return value if isinstance(value, str | int | Decimal) else None


def spelt_as(node: Node, word: str) -> bool:
    """Whether the value is that word, or a number so written."""
    value = plain_value(node.value)
    return value is not None and spelt(value) == word


def spelt(value: PlainValue) -> str:
    """The value as it would be written in a playbook."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
