"""Plain values, and the place in the file each one came from.

Places are kept as the parser gave them, in a tree of the same shape as the values, and
become positions only when somebody asks: most are never asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import Protocol, TypeAlias

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass

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
Extent: TypeAlias = int
"""The spot where something starts and the one behind its last sign, in one number."""
WIDE = 20
"""Bits for the column, and for the line; a file is not longer than that."""
SPOT = (1 << 2 * WIDE) - 1
"""The bits of a spot."""
NO_KEY = -1

PlaceTree: TypeAlias = "tuple[Extent, Extent, dict[str | int, PlaceTree] | None]"
"""Where a value stands, where its key does (or NO_KEY), and what lies below it."""


def spot(line: int, column: int) -> Spot:
    """The place as one number."""
    return line << WIDE | column


def parted(place: Spot) -> tuple[int, int]:
    """Its line and column."""
    return place >> WIDE, place & ((1 << WIDE) - 1)


def extent(start: Mark, end: Mark) -> Extent:
    """From the one mark to the other."""
    # Asked of every value and key, so nothing is called.
    first = start.line << WIDE | start.column
    return first << 2 * WIDE | end.line << WIDE | end.column


def spans(start: Spot, end: Spot) -> Extent:
    """From the one spot to the other."""
    return start << 2 * WIDE | end


def start_of(place: Extent) -> Spot:
    """The spot where it starts."""
    return place >> 2 * WIDE


def ends(place: Extent) -> Spot:
    """The spot behind its last sign."""
    return place & SPOT


Moves: TypeAlias = Mapping[int, tuple[tuple[int, int], ...]]
"""By line, where a mended text was lengthened: (column from which, by how much)."""


def position(place: Extent, moves: Moves) -> Position:
    """The extent as a position in the text as it was written, before it was mended."""
    if not moves:
        # As nearly always, and asked a thousand times of a small business.
        mask = (1 << WIDE) - 1
        end = (place >> WIDE & mask) + 1, (place & mask) + 1
        return Position((place >> 3 * WIDE) + 1, (place >> 2 * WIDE & mask) + 1, end)
    return Position(*_written(start_of(place), moves), _written(ends(place), moves))


def _written(place: Spot, moves: Moves) -> tuple[int, int]:
    line, column = parted(place)
    return line + 1, written_column(column, moves.get(line, ())) + 1


def written_column(column: int, moves: Sequence[tuple[int, int]]) -> int:
    """The column that was written, of one in a line that was lengthened so."""
    for start, more in reversed(moves):
        if column > start:
            column = max(start, column - more)
    return column


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its values as JSON would hold them, and their places."""

    file: str
    value: Value
    places: PlaceTree | None = field(default=None, compare=False, repr=False)
    moves: Moves = field(default_factory=dict, compare=False, repr=False)
    text: str = field(default="", compare=False, repr=False)
    """As it was written; nothing where that is no text."""

    def key_at(self, path: Path) -> Position:
        """Where the key that ends ``path`` is written; where the value is, in a list."""
        place = self._place(path)
        if place is None:
            return NOWHERE
        value, key, _ = place
        return position(value if key == NO_KEY else key, self.moves)

    def value_at(self, path: Path) -> Position:
        """Where the value at ``path`` stands; the nearest place above if it has none."""
        place = self._place(path)
        return position(place[0], self.moves) if place else NOWHERE

    def _place(self, path: Path) -> PlaceTree | None:
        place = self.places
        for step in path if place else ():
            below = place[2] and place[2].get(step) if place else None
            if not below:
                break
            place = below
        return place
