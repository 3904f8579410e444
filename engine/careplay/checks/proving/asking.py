"""A box as a condition: so that real customers can be asked whether they are in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.checks.proving.boxes import Box
from careplay.checks.proving.pieces import InputPartition, Piece
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Missing,
    Not,
    OneOf,
    Operator,
)
from careplay.model.types import Scalar


def condition_of(box: Box, columns: Sequence[InputPartition]) -> Condition:
    """True of just the customers in the box, as of the day the columns were cut."""
    asked = (
        AnyOf(tuple(_piece(piece, column) for piece in _chosen(column, part)))
        for column, part in zip(columns, box, strict=True)
        if part != column.full
    )
    return AllOf(tuple(asked))


def _chosen(column: InputPartition, part: int) -> Iterator[Piece]:
    return (piece for place, piece in enumerate(column.pieces) if part >> place & 1)


def _piece(piece: Piece, column: InputPartition) -> Condition:
    fact = column.domain.fact
    if piece.example is None:
        return Missing(fact)
    if piece.holds is not None:
        return AllOf((Not(Missing(fact)), *_other(piece.holds, column)))
    if piece.low is None and piece.high is None:
        return Not(Missing(fact)) if column.scaled else _equal(fact, piece.example)
    return AllOf(tuple(_ends(piece, fact)))


def _ends(piece: Piece, fact: str) -> Iterator[Condition]:
    if piece.closed and piece.low is not None:
        yield _equal(fact, piece.low.value)
        return
    if piece.low is not None:
        yield Compare(fact, Operator.MORE, piece.low.value)
    if piece.high is not None:
        yield Compare(fact, Operator.LESS, piece.high.value)


def _other(held: Sequence[str], column: InputPartition) -> Iterator[Condition]:
    """None of the words that are named; of those asked to be contained just these."""
    fact = column.domain.fact
    named = [p.example for p in column.pieces if p.holds is None and p.example is not None]
    if named:
        yield Not(OneOf(fact, tuple(named)))
    for word in dict.fromkeys(word for piece in column.pieces for word in piece.holds or ()):
        contains = Contains(fact, word)
        yield contains if word in held else Not(contains)


def _equal(fact: str, value: Scalar) -> Condition:
    return Compare(fact, Operator.EQUAL, value)
