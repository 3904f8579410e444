"""What careplay says when a playbook is wrong, and where.

A diagnostic is a value: reading and checking return them, commands print them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field

from careplay.frozen import dataclass
from careplay.visible import one_line, visible

LISTED = 12
"""A longer list of names is cut here; a person reads no more."""
COMMENT = re.compile(r"\s+(#.*)?$")
WIDTH = 100
"""A source line wider than this is shortened around the place."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where something stands in a playbook; lines and columns count from 1, as editors do.

    Positions are told apart, and put in order, by where they begin.
    """

    line: int
    column: int
    end: tuple[int, int] | None = field(default=None, compare=False)
    """Line and column behind its last sign; None where nothing more is known."""


NOWHERE = Position(1, 1)


def sign_at(line: int, column: int) -> Position:
    """The position of one sign."""
    return Position(line, column, (line, column + 1))


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One thing to put right, told to the person who wrote the playbook."""

    file: str
    position: Position
    code: str
    message: str

    def __str__(self) -> str:
        """One line in the form editors parse: ``file:line:column: code message``."""
        at = self.position
        return one_line(f"{self.file}:{at.line}:{at.column}: {self.code} {self.message}")


def with_source(diagnostic: Diagnostic, source: str) -> str:
    """The diagnostic above the line it speaks of, a caret under the place.

    Of several lines the first is shown. A cell of a spreadsheet has no line to show.
    """
    if not source:
        return f"{diagnostic}\n"
    at = diagnostic.position
    before, meant, after = _parted(source.removeprefix("\ufeff"), at)
    before = _last(before, max(20, WIDTH - min(width_of(meant + after), 60)))
    shown = _first(meant + after, WIDTH - width_of(before))
    meant = _first(meant, WIDTH - width_of(before))
    gutter = " " * len(str(at.line))
    return (
        f"{diagnostic}\n"
        f"{gutter} |\n"
        f"{f'{at.line} | {before}{shown}'.rstrip()}\n"
        f"{gutter} | {' ' * width_of(before)}^{'~' * (width_of(meant) - 1)}\n"
    )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one; None where none is much like it."""
    folded = _folded(name)
    best: tuple[int, str] | None = None
    for each in known:
        other = _folded(each)
        far = _edits(folded, other, _allowed(folded, other))
        if far is not None and (best is None or far < best[0]):
            best = (far, each)
    return best[1] if best else None


def did_you_mean(name: str, known: Iterable[str], nouns: str = "names") -> str:
    """``; did you mean "x"?`` where one is near, else ``; known names are "a", "b"``."""
    names = list(known)
    near = nearest(name, names)
    if near is not None:
        return f'; did you mean "{near}"?'
    return f"; known {nouns} are {listed(names)}" if names else f"; there are no {nouns} yet"


def listed(names: Iterable[str]) -> str:
    """The names in quotes with commas; a long list is cut, and says by how much."""
    quotes = [quoted(name) for name in names]
    more = len(quotes) - LISTED
    return ", ".join(quotes[:LISTED]) + (f" and {more} more" if more > 0 else "")


def quoted(text: str, longest: int = 40) -> str:
    """The text in double quotes, on one line; a long one is cut."""
    return f'"{shortened(visible(" ".join(text.split())), longest)}"'


def shortened(text: str, longest: int) -> str:
    """The text; of a longer one what comes first, and a sign that there is more."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _parted(source: str, at: Position) -> tuple[str, str, str]:
    """What stands before, at and after the place on its line, as it can be shown."""
    lines = re.split(r"\r\n|\r|\n", source)
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    start = at.column - 1
    last, behind = at.end or (at.line, at.column + 1)
    end = behind - 1 if last == at.line else start + len(COMMENT.sub("", line[start:]))
    return _shown(line[:start]), _shown(line[start:end]), _shown(line[end:])


def _shown(text: str) -> str:
    """The text as a terminal may have it: a tab is four spaces wide."""
    return visible(text.replace("\t", "    "))


def width_of(text: str) -> int:
    """How many columns of a terminal the text takes."""
    from wcwidth import wcswidth  # noqa: PLC0415 - seldom

    return max(0, wcswidth(text))


def _first(text: str, width: int) -> str:
    """The beginning of the text, within the width."""
    if width_of(text) <= width:
        return text
    kept = text[:width]
    while width_of(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…"


def _last(text: str, width: int) -> str:
    """The end of the text, within the width."""
    if width_of(text) <= width:
        return text
    kept = text[-width:]
    while width_of(kept) > width - 1:
        kept = kept[1:]
    return "…" + kept


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _allowed(name: str, other: str) -> int:
    """How many slips may lie between two names that mean the same."""
    length = min(len(name), len(other))
    if length < 3:
        # Two Latin letters differ too easily; one letter added is a slip all the same.
        return int(length == 2 and (not name.isascii() or len(name) != len(other)))
    return 1 if length < 6 else 2 if length < 10 else 3


def _edits(name: str, other: str, most: int) -> int | None:
    """Letters added, lost, changed or swapped between two names; None if over ``most``."""
    if abs(len(name) - len(other)) > most:
        return None
    older: list[int] = []
    old = list(range(len(other) + 1))
    for i, a in enumerate(name, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(old[j] + 1, row[-1] + 1, old[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and name[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        older, old = old, row
    return old[-1] if old[-1] <= most else None
