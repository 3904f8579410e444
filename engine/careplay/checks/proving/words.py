"""Words cut by the words that cells name, and by the texts they are held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias, assert_never

from careplay.model.comparing import text_holds
from careplay.model.conditions import TextOperator

TextTest: TypeAlias = tuple[TextOperator, str]
"""What a cell asks of a text: ``contains``, and what."""

MANY = 8
"""Of more tests not every combination is looked at."""
PLAIN = ("other", "another", "其他", "x", "y", "z", "k", "q")
JOINTS = " ·/|~^#_-=+"


def of_words(
    named: Sequence[str], tests: Sequence[TextTest]
) -> tuple[list[tuple[str, tuple[TextTest, ...]]], bool]:
    """An example for each set of tests it can pass, none of them named; are these all?"""
    joint = next(sign for sign in _signs() if not any(sign in word for _, word in tests))
    whole = len(tests) <= MANY
    found: dict[tuple[TextTest, ...], str] = {}
    for size in range(len(tests) + 1 if whole else 3):
        for together in combinations(tests, size):
            example = _example(together, tests, named, joint)
            if passed(example, tests) == together:
                found.setdefault(together, example)
    return [(example, together) for together, example in found.items()], whole


def passed(text: str, tests: Sequence[TextTest]) -> tuple[TextTest, ...]:
    """Those of the tests that the text passes."""
    return tuple(each for each in tests if text_holds(each[0], text, each[1]))


def tested_words(operator: TextOperator) -> tuple[str, str]:
    """How a word that passes such tests is told, and one that fails them."""
    match operator:
        case TextOperator.CONTAINS:
            return "with", "without"
        case _:
            assert_never(operator)


def _signs() -> Iterator[str]:
    yield from JOINTS
    yield from map(chr, range(0x2460, 0x3000))


def _example(
    together: Sequence[TextTest], tests: Sequence[TextTest], named: Sequence[str], joint: str
) -> str:
    """A text made to pass these tests and no other, and not named itself.

    Where whatever passes them passes another as well, so does this.
    """
    if not together:
        for word in PLAIN:
            if word not in named and not passed(word, tests):
                return word
    text = _joined(together, joint) or joint
    while text in named:
        text += joint
    return text


def _joined(together: Sequence[TextTest], joint: str) -> str:
    """Each word where its test looks for it, and the joint between them."""
    middle: list[str] = []
    for operator, word in together:
        match operator:
            case TextOperator.CONTAINS:
                middle.append(word)
            case _:
                assert_never(operator)
    return joint.join(middle)
