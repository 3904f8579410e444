"""Rows of a table for a terminal: texts to the left, numbers to the right, Chinese counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from careplay.diagnostics import width_of


def aligned(rows: Sequence[Sequence[str]], texts: Collection[int] = (0,)) -> Iterator[str]:
    """The rows below each other; the columns of these places hold texts, the others numbers."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        told = (
            _filled(each, wide, to_the_left=place in texts)
            for place, (each, wide) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(told).rstrip()


def _filled(text: str, wide: int, *, to_the_left: bool) -> str:
    blanks = " " * (wide - width_of(text))
    return text + blanks if to_the_left else blanks + text
