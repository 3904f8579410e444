"""A box as a condition: so that real customers can be asked whether they are in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.checks.proving.boxes import Box
from careplay.checks.proving.pieces import InputPartition, Piece
from careplay.checks.proving.words import TextTest
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    Not,
    OneOf,
    Operator,
    TextCompare,
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
    if piece.passed is not None:
        return AllOf((Not(Missing(fact)), *_other(piece.passed, column)))
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


def _other(passed: Sequence[TextTest], column: InputPartition) -> Iterator[Condition]:
    """None of the words that are named; of what texts are held against just these."""
    fact = column.domain.fact
    named = [p.example for p in column.pieces if p.passed is None and p.example is not None]
    if named:
        yield Not(OneOf(fact, tuple(named)))
    for test in dict.fromkeys(test for piece in column.pieces for test in piece.passed or ()):
        asked = TextCompare(fact, *test)
        yield asked if test in passed else Not(asked)


def _equal(fact: str, value: Scalar) -> Condition:
    return Compare(fact, Operator.EQUAL, value)
