"""Where some words of a value are written: in plain or quoted text, or below ``|``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from careplay.diagnostics import Position


def part(at: Position, text: str, start: int, end: int, source: str = "") -> Position:
    """The position of ``text[start:end]``, the text standing at ``at``; else ``at`` itself.

    A text that was folded or escaped is not written as it reads. Then the words are looked
    for in the source, where they must stand as often as in the text.
    """
    last = at.end
    if last is None or start >= end:
        return at
    quotes = {0: 0, 2: 1}.get(last[1] - at.column - len(text)) if last[0] == at.line else None
    if quotes is not None and "\n" not in text:
        first = at.column + quotes
        return Position(at.line, first + start, (at.line, first + end))
    words = text[start:end]
    places = list(_found(_lines(source), at, words)) if source else []
    if len(places) != text.count(words):
        return at
    return places[text.count(words, 0, start)]


def place_in(text: str, words: str) -> tuple[int, int] | None:
    """Where the words stand in the text, if they stand there once; blanks may differ."""
    pattern = r"\s*".join(map(re.escape, words.split()))
    places = [found.span() for found in re.finditer(pattern, text)] if pattern else []
    if len(places) > 1:
        alone = rf"(?<!\w){pattern}(?!\w)"
        places = [found.span() for found in re.finditer(alone, text)]
    return places[0] if len(places) == 1 else None


def _found(lines: Sequence[str], at: Position, words: str) -> Sequence[Position]:
    last, behind = at.end or (at.line, at.column)
    found = []
    for number in range(at.line, min(last, len(lines)) + 1):
        first = at.column - 1 if number == at.line else 0
        end = behind - 1 if number == last else len(lines[number - 1])
        start = lines[number - 1].find(words, first, end)
        while start >= 0:
            behind_words = start + len(words)
            found.append(Position(number, start + 1, (number, behind_words + 1)))
            start = lines[number - 1].find(words, behind_words, end)
    return found


@lru_cache(maxsize=8)
def _lines(source: str) -> tuple[str, ...]:
    return tuple(re.split(r"\r\n|\r|\n", source))
