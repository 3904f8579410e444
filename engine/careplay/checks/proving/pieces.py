"""A column cut into pieces: each cell of the column says the same of all values of a piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from careplay.checks.proving.domains import Domain
from careplay.checks.proving.moments import Moment
from careplay.checks.proving.scale import Cut, along
from careplay.checks.proving.words import of_words
from careplay.model.comparing import holds
from careplay.model.conditions import (
    AllOf,
    Compare,
    Condition,
    Contains,
    Leaf,
    Missing,
    Not,
    OneOf,
    Operand,
    Operator,
    leaves,
)
from careplay.model.types import WORDS, Scalar


@dataclass(frozen=True, slots=True)
class Piece:
    """Values that no cell of the column tells apart."""

    example: Scalar | None
    """One of them; None where the fact is missing."""
    low: Cut | None = None
    """Along a scale: where it begins and ends, and whether the cut itself is of it."""
    high: Cut | None = None
    closed: bool = False
    holds: tuple[str, ...] | None = None
    """Of a word that no cell names: those of the cells' words that it contains."""


@dataclass(frozen=True, slots=True)
class Column:
    """An input with its pieces, as of a day."""

    domain: Domain
    pieces: tuple[Piece, ...]
    whole: bool = True
    """Whether the pieces are all there is; if not, nothing is said to be never."""

    @property
    def scaled(self) -> bool:
        """Whether its values lie along a scale: numbers and dates that cannot be listed."""
        return self.domain.values is None and self.domain.type not in WORDS

    @property
    def full(self) -> int:
        """Every piece, a bit each."""
        return (1 << len(self.pieces)) - 1

    def mask(self, condition: Condition, moment: Moment) -> int:
        """The pieces of which the condition is true, a bit each."""
        found = 0
        for place, piece in enumerate(self.pieces):
            if truth(condition, piece.example, moment) is True:
                found |= 1 << place
        return found


def column(domain: Domain, asked: Sequence[Condition], moment: Moment) -> Column:
    """The pieces of a column that its cells can tell apart."""
    questions = [leaf for condition in asked for leaf in leaves(condition)]
    found, whole = _pieces(domain, questions, moment)
    missing = [Piece(None)] if domain.missing else []
    return Column(domain, (*found, *missing), whole)


def _pieces(
    domain: Domain, questions: Sequence[Leaf], moment: Moment
) -> tuple[list[Piece], bool]:
    if domain.values is not None:
        values = dict.fromkeys(moment.value(value) for value in domain.values)
        return [Piece(value) for value in values], True
    named = list(_operands(questions))
    if domain.type in WORDS:
        contained = [str(moment.value(q.text)) for q in questions if isinstance(q, Contains)]
        words = dict.fromkeys(str(moment.value(each)) for each in named)
        others, whole = of_words(tuple(words), tuple(dict.fromkeys(contained)))
        mentioned = [Piece(word) for word in words]
        return [*mentioned, *(Piece(each, holds=held) for each, held in others)], whole
    steps = along(domain, named, moment)
    return [Piece(*step) for step in steps], True


def _operands(questions: Sequence[Leaf]) -> Iterator[Operand]:
    for question in questions:
        match question:
            case Compare(_, _, value):
                yield value
            case OneOf(_, values):
                yield from values
            case _:
                pass


def truth(condition: Condition, value: Scalar | None, moment: Moment) -> bool | None:
    """Whether a cell's condition is true of the value; None where that is unknown."""
    match condition:
        case AllOf(parts):
            answers = {truth(part, value, moment) for part in parts}
            return False if False in answers else None if None in answers else True
        case Not(part):
            answer = truth(part, value, moment)
            return None if answer is None else not answer
        case Missing():
            return value is None
        case _:
            return None if value is None else _answer(condition, value, moment)


def _answer(question: Condition, value: Scalar, moment: Moment) -> bool:
    match question:
        case Contains(_, text):
            return str(moment.value(text)) in str(value)
        case Compare(_, operator, other):
            return holds(operator, value, moment.value(other))
        case OneOf(_, others):
            return any(holds(Operator.EQUAL, value, moment.value(other)) for other in others)
        case _:
            raise AssertionError("no cell asks this")
