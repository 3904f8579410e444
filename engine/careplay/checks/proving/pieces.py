"""A column cut into pieces: each cell of the column says the same of all values of a piece."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.checks.proving.domains import Domain
from careplay.checks.proving.scale import Cut, along
from careplay.checks.proving.words import TextTest, of_words
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, value_of
from careplay.meaning.truth import truth
from careplay.model.conditions import Condition, Leaf, TextCompare, leaves_of, operands
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
    passed: tuple[TextTest, ...] | None = None
    """Of a word that no cell names: those of the cells' tests that it passes."""


@dataclass(frozen=True, slots=True)
class InputPartition:
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

    def mask(self, condition: Condition, clock: Clock) -> int:
        """The pieces of which the condition is true, a bit each."""
        found = 0
        for place, piece in enumerate(self.pieces):
            if truth(condition, {self.domain.fact: piece.example}, clock) is True:
                found |= 1 << place
        return found


def input_partition(domain: Domain, asked: Sequence[Condition], clock: Clock) -> InputPartition:
    """The pieces of a column that its cells can tell apart."""
    questions = [leaf for condition in asked for leaf in leaves_of(condition)]
    found, whole = _pieces(domain, questions, clock)
    missing = [Piece(None)] if domain.missing else []
    return InputPartition(domain, (*found, *missing), whole)


def _pieces(
    domain: Domain, questions: Sequence[Leaf], clock: Clock
) -> tuple[list[Piece], bool]:
    if domain.values is not None:
        values = dict.fromkeys(value_of(value, clock) for value in domain.values)
        return [Piece(value) for value in values], True
    named = [each for q in questions if not isinstance(q, TextCompare) for each in operands(q)]
    if domain.type in WORDS:
        held = (q for q in questions if isinstance(q, TextCompare))
        tests = [(q.operator, str(value_of(q.text, clock))) for q in held]
        words = dict.fromkeys(str(value_of(each, clock)) for each in named)
        others, whole = of_words(tuple(words), tuple(dict.fromkeys(tests)))
        mentioned = [Piece(word) for word in words]
        return [*mentioned, *(Piece(each, passed=passed) for each, passed in others)], whole
    steps = along(domain, named, clock)
    return [Piece(*step) for step in steps], True
