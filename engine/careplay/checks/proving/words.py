"""Words cut by the words that cells name, and by those they ask to be contained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

MANY = 8
"""Of more words to be contained not every combination is looked at."""
PLAIN = ("other", "another", "其他", "x", "y", "z", "k", "q")
JOINTS = " ·/|~^#_-=+"


def of_words(
    named: Sequence[str], contained: Sequence[str]
) -> tuple[list[tuple[str, tuple[str, ...]]], bool]:
    """An example for each set of words it can contain, none of them named; are these all?"""
    joint = next(sign for sign in _signs() if not any(sign in word for word in contained))
    whole = len(contained) <= MANY
    sizes = range(len(contained) + 1 if whole else 3)
    found: list[tuple[str, tuple[str, ...]]] = []
    for size in sizes:
        for together in combinations(contained, size):
            if _closed(together, contained):
                found += [(_example(together, contained, named, joint), together)]
    return found, whole


def _signs() -> Iterator[str]:
    yield from JOINTS
    yield from map(chr, range(0x2460, 0x3000))


def _closed(together: Sequence[str], contained: Sequence[str]) -> bool:
    """Whether whatever is part of one of these words is one of them as well."""
    parts = {word for word in contained if any(word in each for each in together)}
    return parts == set(together)


def _example(
    together: Sequence[str], contained: Sequence[str], named: Sequence[str], joint: str
) -> str:
    """A text that contains these words, none of the others, and is not named itself."""
    if not together:
        for word in PLAIN:
            if word not in named and not any(each in word for each in contained):
                return word
    text = joint.join(together) or joint
    while text in named:
        text += joint
    return text
