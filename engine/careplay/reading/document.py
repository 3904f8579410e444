"""Plain values, and the place in the file each one came from.

Places are kept as the parser gave them, in a tree of the same shape as the values, and
become positions only when somebody asks: most are never asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, TypeAlias

from careplay.diagnostics import NOWHERE, Position

Value: TypeAlias = "str | int | Decimal | bool | Sequence[Value] | Mapping[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]


class Mark(Protocol):
    """Where the parser stood; counted from 0."""

    @property
    def line(self) -> int:
        """Lines before this one."""

    @property
    def column(self) -> int:
        """Characters before this one on its line."""


Spot: TypeAlias = int
"""A line and a column in one number: millions of them cost the garbage collector nothing."""
WIDE = 20
"""Bits for the column; a file is not longer than that."""
NO_KEY = -1

Place: TypeAlias = "tuple[Spot, Spot, dict[str | int, Place] | None]"
"""Where a value starts, where its key stands (or NO_KEY), and what lies below it."""


def spot(mark: Mark) -> Spot:
    """The mark as one number."""
    return mark.line << WIDE | mark.column


Moves: TypeAlias = Mapping[int, tuple[tuple[int, int], ...]]
"""By line, where a mended text was lengthened: (column from which, by how much)."""


def unmoved(mark: Mark, moves: Moves) -> Position:
    """The mark as a position in the text as it was written, before it was mended."""
    return position(spot(mark), moves)


def position(place: Spot, moves: Moves) -> Position:
    """The spot as a position in the text as it was written, before it was mended."""
    line, column = place >> WIDE, place & ((1 << WIDE) - 1)
    for start, more in reversed(moves.get(line, ())):
        if column > start:
            column = max(start, column - more)
    return Position(line + 1, column + 1)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its values as JSON would hold them, and their places."""

    file: str
    value: Value
    places: Place | None = field(default=None, compare=False, repr=False)
    moves: Moves = field(default_factory=dict, compare=False, repr=False)

    def key_at(self, path: Path) -> Position:
        """Where the key that ends ``path`` is written; where the value is, in a list."""
        place = self._place(path)
        if place is None:
            return NOWHERE
        start, key, _ = place
        return position(start if key == NO_KEY else key, self.moves)

    def value_at(self, path: Path) -> Position:
        """Where the value at ``path`` starts; the nearest place above if it has none."""
        place = self._place(path)
        return position(place[0], self.moves) if place else NOWHERE

    def _place(self, path: Path) -> Place | None:
        place = self.places
        for step in path if place else ():
            below = place[2] and place[2].get(step) if place else None
            if not below:
                break
            place = below
        return place
