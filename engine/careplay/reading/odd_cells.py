"""Cells of a sheet that show a value and hold none: told, and not taken as empty.

A formula has a value only where a program worked it out and stored it, as Excel does and many
that write reports do not. Of cells that are merged only the first has the value that all show.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping

CellPlace = tuple[int, int]
"""Row (from 1) and place in it (from 0)."""
VALUELESS = re.compile(
    rb'<c\s(?:[^>]*?\s)?r="([A-Z]+)(\d+)"([^>]*)>\s*<f(?:\s[^>]*?)?(?:/>|>([^<]*)</f>)'
    rb"\s*(<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula without a value; one that gave an empty text says so by its type."""
LONGEST = 100


def valueless_in(content: bytes) -> Mapping[CellPlace, str]:
    """The cells whose formula has no value, with the formula."""
    from careplay.reading.failed_formulas import place_of  # noqa: PLC0415 - only here

    if b"<f" not in content:
        return {}
    return {
        (int(row), place_of(column)): f"={html.unescape(formula.decode('utf-8', 'replace'))}"
        for column, row, kind, formula, value in VALUELESS.findall(content)
        if not (value and b't="str"' in kind)
    }


def covered_by(
    ranges: Iterable[tuple[CellPlace, CellPlace]] | None, rows: int
) -> Mapping[CellPlace, CellPlace]:
    """By each cell that is covered the one that is shown: of a merged range the first.

    Ranges count rows and places from 0, as calamine has them.
    """
    return dict(_covered(ranges or (), rows))


def _covered(
    ranges: Iterable[tuple[CellPlace, CellPlace]], rows: int
) -> Iterator[tuple[CellPlace, CellPlace]]:
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom + 1, rows + LONGEST)):
            for place in range(left, min(right + 1, left + LONGEST)):
                if (row, place) != (top, left):
                    yield (row + 1, place), (top + 1, left)
