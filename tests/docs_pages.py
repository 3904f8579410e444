"""The pages of docs/ as the tests see them: fenced blocks, and tables with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!-- (.+?) -->\s*\Z")
ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
SPLIT = re.compile(r"(?<!\\)\|")
CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; ``told`` is the HTML comment right above it."""

    kind: str
    text: str
    told: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a row is its cells as they are written."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str) -> tuple[Block, ...]:
    """Every fenced block of a page, in order."""
    text = page(name)
    return tuple(
        Block(found[1], found[2], _comment(text[: found.start()]), _line(text, found.start()))
        for found in FENCE.finditer(text)
    )


def answered(name: str, block: Block, answer: str) -> str:
    """The page with this answer in the block; the page itself where that is what it shows."""
    lines = page(name).split("\n")
    end = block.line + block.text.count("\n")
    return "\n".join((*lines[: block.line], *answer.rstrip("\n").split("\n"), *lines[end:]))


def tables(name: str) -> tuple[Table, ...]:
    """Every table of a page, in order."""
    return tuple(_tables(page(name)))


def codes(cell: str) -> tuple[str, ...]:
    """What stands in backticks in a cell."""
    return tuple(CODE.findall(cell))


def _tables(text: str) -> Iterator[Table]:
    rows: list[tuple[str, ...]] = []
    start = 0
    lines = FENCE.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if ROW.match(line):
            start = start or number
            rows.append(tuple(_cell(each) for each in SPLIT.split(line)[1:-1]))
        elif rows:
            yield Table(rows[0], tuple(rows[2:]), start)
            rows, start = [], 0


def _cell(written: str) -> str:
    return written.strip().replace("\\|", "|")


def _comment(before: str) -> str:
    found = COMMENT.search(before)
    return found[1] if found else ""


def _line(text: str, start: int) -> int:
    return text.count("\n", 0, start) + 1
