"""SQL laid out for people: a line for each clause, item and condition that is long.

The tokens stay as they are, so that what is printed is what runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from careplay.frozen import dataclass

TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[\[\](){},]|[^\s'"\[\](){},]+""")
WIDTH = 88
CLOSING = {"(": ")", "[": "]", "{": "}", "CASE": "END"}
HEADS = frozenset(
    {"WITH", "SELECT", "VALUES", "WHERE", "GROUP", "HAVING", "QUALIFY", "PARTITION", "ORDER"}
)
"""What stands alone above what it is about."""
JOINS = frozenset({"LEFT", "INNER", "CROSS", "ASOF", "ANTI", "SEMI", "JOIN"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a quoted text, a name or a sign."""

    text: str
    apart: bool
    """Whether there is a gap before it."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in brackets, or between CASE and END."""

    opening: Token
    parts: tuple[Part, ...]
    closing: str
    text: str
    """The group in one line."""

    @property
    def apart(self) -> bool:
        """Whether there is a gap before it."""
        return self.opening.apart


Part: TypeAlias = Token | Group
Parts: TypeAlias = Sequence[Part]


def laid_out(sql: str) -> str:
    """The statement in lines that are not too long, as far as that can be."""
    found = [
        Token(each.group(), sql[each.start() - 1].isspace()) for each in TOKEN.finditer(sql)
    ]
    return "\n".join(_lines(tuple(_grouped(iter(found), "")), WIDTH))


def _grouped(tokens: Iterator[Token], until: str) -> Iterator[Part]:
    """The tokens up to the one that closes the group."""
    for token in tokens:
        if token.text == until:
            return
        closing = CLOSING.get(token.text)
        yield _group(token, tuple(_grouped(tokens, closing)), closing) if closing else token


def _group(opening: Token, parts: tuple[Part, ...], closing: str) -> Group:
    gap = " " if closing == "END" else ""
    return Group(opening, parts, closing, f"{opening.text}{gap}{_line(parts)}{gap}{closing}")


def _line(parts: Parts) -> str:
    first, *others = parts or (Token("", apart=False),)
    return first.text + "".join(" " * each.apart + each.text for each in others)


def _lines(parts: Parts, width: int) -> Iterator[str]:
    """The parts in one line if they fit, else at the first place where they may be parted."""
    if len(_line(parts)) <= width:
        yield _line(parts)
        return
    for begins in BREAKS:
        pieces = _split(parts, begins)
        if len(pieces) > 1:
            yield from _several(pieces, width)
            return
        if parts[0].text in HEADS:
            yield from _headed(parts, width)
            return
    yield from _opened(parts, width)


def _several(pieces: Sequence[Parts], width: int) -> Iterator[str]:
    """Each piece in lines of its own; single names and values fill lines together."""
    line = ""
    for piece in pieces:
        told = _line(piece)
        single = isinstance(piece[0], Token) and [each.text for each in piece[1:]] in (
            [],
            [","],
        )
        if line and not (single and len(line) + len(told) < width):
            yield line
            line = ""
        if single:
            line = f"{line} {told}".lstrip()
        else:
            yield from _lines(piece, width)
    if line:
        yield line


def _headed(parts: Parts, width: int) -> Iterator[str]:
    """A clause: its words, then what it is about."""
    words = 2 if parts[1].text == "BY" else 1
    yield _line(parts[:words])
    yield from _indented(parts[words:], width)


def _opened(parts: Parts, width: int) -> Iterator[str]:
    """The longest of the groups, and every long one, with what it holds in lines below."""
    groups = [each for each in parts if isinstance(each, Group)]
    longest = max((len(each.text) for each in groups), default=0)
    line = ""
    for part in parts:
        line += " " * (part.apart and bool(line))
        if isinstance(part, Group) and len(part.text) >= min(longest, width):
            yield line + part.opening.text
            yield from _indented(part.parts, width)
            line = part.closing
        else:
            line += part.text
    yield line


def _indented(parts: Parts, width: int) -> Iterator[str]:
    return (f"  {line}" for line in _lines(parts, max(width - 2, WIDTH // 2)))


def _split(parts: Parts, begins: Callable[[Part, Part], bool]) -> list[Parts]:
    """The parts, cut wherever a piece begins after another."""
    cuts = [n for n, pair in enumerate(pairwise(parts), start=1) if begins(*pair)]
    return [parts[start:end] for start, end in pairwise((0, *cuts, len(parts)))]


def _is_clause(before: Part, part: Part) -> bool:
    """Whether a clause begins; ``IS DISTINCT FROM`` is none, ``LEFT JOIN`` is one."""
    if part.text == "FROM":
        return before.text != "DISTINCT"
    return part.text in HEADS | {"UNION"} or (part.text in JOINS and before.text not in JOINS)


def _word(*words: str) -> Callable[[Part, Part], bool]:
    return lambda _, part: part.text in words


BREAKS: tuple[Callable[[Part, Part], bool], ...] = (
    _is_clause,
    lambda before, _: before.text == ",",
    _word("WHEN", "ELSE"), _word("THEN"), _word("ON"), _word("OR"), _word("AND"), _word("||"),
)  # fmt: skip
"""Where a line may be parted, the loosest place first: does a piece begin between two parts?"""
