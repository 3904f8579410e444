"""Boxes in the words of the language: ``spend_12m under 1000 and guest_rank missing``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from careplay.checks.proving.boxes import Box
from careplay.checks.proving.pieces import InputPartition, Piece
from careplay.checks.proving.scale import Cut
from careplay.checks.proving.words import TextTest, tested_words
from careplay.checks.questions import comparison_text
from careplay.diagnostics import listed
from careplay.frozen import dataclass
from careplay.meaning.words import cell_text
from careplay.model.conditions import Operator
from careplay.model.types import TIMES, Scalar

ANY_OTHER = "any other"


@dataclass(frozen=True, slots=True)
class DescribedBox:
    """A box in words, and one customer in it."""

    where: str
    example: str
    shape: str
    """The same words without the values of parameters: two boxes may differ in these alone."""


def described(box: Box, columns: Sequence[InputPartition]) -> DescribedBox:
    """The box in words."""
    named = [
        (column, part) for column, part in zip(columns, box, strict=True) if part != column.full
    ]
    where = ", and ".join(
        f"{c.domain.fact} is {_words(c, part, values=True)}" for c, part in named
    )
    shape = " and ".join(f"{c.domain.fact} {_words(c, part)}" for c, part in named)
    example = ", ".join(
        f"{name} {cell_text(value)}" for name, value in customer(box, columns).items()
    )
    return DescribedBox(f"where {where}" if where else "for anybody", example, shape)


def customer(box: Box, columns: Sequence[InputPartition]) -> dict[str, Scalar | None]:
    """One customer in the box; what may be known is known."""
    return {
        column.domain.fact: column.pieces[(part & -part).bit_length() - 1].example
        for column, part in zip(columns, box, strict=True)
    }


def _words(column: InputPartition, part: int, *, values: bool = False) -> str:
    pieces = [(place, piece) for place, piece in enumerate(column.pieces) if part >> place & 1]
    known = [(place, piece) for place, piece in pieces if piece.example is not None]
    if column.domain.missing and len(known) == len(pieces) == len(column.pieces) - 1:
        return "present"
    found = [*_known(column, known, values=values)]
    if len(known) < len(pieces):
        found.append("missing")
    if len(found) > 1:
        found = [f"({each})" if " and " in each else each for each in found]
    return " or ".join(found)


def _known(
    column: InputPartition, pieces: Sequence[tuple[int, Piece]], *, values: bool
) -> Iterator[str]:
    if any(piece.low or piece.high for _, piece in pieces):
        for _, run in groupby(enumerate(pieces), lambda each: each[1][0] - each[0]):
            together = [piece for _, (_, piece) in run]
            dated = column.domain.type in TIMES
            yield _range(together[0], together[-1], dated=dated, values=values)
        return
    yield from (cell_text(piece.example) for _, piece in pieces if piece.passed is None)
    others = [piece for _, piece in pieces if piece.passed is not None]
    if others and len(others) == sum(piece.passed is not None for piece in column.pieces):
        yield ANY_OTHER
        return
    tests = {test for piece in column.pieces for test in piece.passed or ()}
    for piece in others:
        yield _other(piece.passed or (), sorted(tests.difference(piece.passed or ())))


def _other(passed: Sequence[TextTest], failed: Sequence[TextTest]) -> str:
    """A word that no cell names, by what is true of it and what is not."""
    told = ANY_OTHER
    for place, tests in enumerate((passed, failed)):
        for operator, same in groupby(tests, key=itemgetter(0)):
            told += f" {tested_words(operator)[place]} {listed(word for _, word in same)}"
    return told


def _range(first: Piece, last: Piece, *, dated: bool, values: bool) -> str:
    """From the beginning of one piece to the end of another."""
    low, high = first.low, last.high
    if low is None and high is None:
        return "of any value"
    if first is last and first.closed and low is not None:
        return _name(low, values=values)
    found: list[str] = []
    if low is not None:
        above = Operator.AT_LEAST if first.closed else Operator.MORE
        found.append(comparison_text(above, _name(low, values=values), dated=dated))
    if high is not None:
        below = Operator.AT_MOST if last.closed else Operator.LESS
        found.append(comparison_text(below, _name(high, values=values), dated=dated))
    return " and ".join(found)


def _name(cut: Cut, *, values: bool) -> str:
    return cut.shown if values else cut.name
