"""Texts with gaps: those with the same gaps in the same order are written alike.

So a plan of hundreds of actions needs an expression for each form, not for each action;
the literal pieces between the gaps are looked up by the action's number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from careplay.engines.sql.build import (
    Sql,
    among,
    array,
    call,
    case,
    column,
    joined,
    texts,
    value,
)

G = TypeVar("G", bound=Hashable)


class Forms(Generic[G]):
    """The forms of numbered texts, each a tuple of literals and gaps."""

    def __init__(self, told: Mapping[int, Sequence[str | G]], pieces: str) -> None:
        """``pieces`` is the column that holds a row's literals."""
        self.pieces = pieces
        self.literals = {number: _literals(text) for number, text in told.items()}
        self.forms: dict[tuple[G, ...], list[int]] = {}
        for number, text in told.items():
            gaps = tuple(piece for piece in text if not isinstance(piece, str))
            self.forms.setdefault(gaps, []).append(number)

    def lookup(self, index: Sql) -> Sql:
        """The literals of a row's text, by its number from 1."""
        last = max(self.literals, default=0)
        lists = (texts(self.literals.get(number, ())) for number in range(1, last + 1))
        return call("list_extract", array(lists), index)

    def filled(self, index: str, gap: Callable[[G], Sql]) -> Sql:
        """The text, each gap filled by what the function makes of it."""
        whens = [
            (among(column(index), numbers), self._joined(form, numbers, gap))
            for form, numbers in self.forms.items()
        ]
        return whens[0][1] if len(whens) == 1 else case(whens)

    def _joined(self, form: tuple[G, ...], numbers: list[int], gap: Callable[[G], Sql]) -> Sql:
        parts = [self._literal(0, numbers)]
        for place, each in enumerate(form, start=1):
            parts += [gap(each), self._literal(place, numbers)]
        return joined(*(part for part in parts if part is not None))

    def _literal(self, place: int, numbers: list[int]) -> Sql | None:
        """A literal piece; none where it is empty in every text of the form."""
        told = {self.literals[number][place] for number in numbers}
        if len(told) > 1:
            return call("list_extract", column(self.pieces), value(place + 1))
        (only,) = told
        return value(only) if only else None


def _literals(text: Sequence[object]) -> tuple[str, ...]:
    """The pieces before, between and after the gaps."""
    pieces = [""]
    for piece in text:
        if isinstance(piece, str):
            pieces[-1] += piece
        else:
            pieces.append("")
    return tuple(pieces)
