"""Where in a grid of cells the table is: its heading, and the row that ends it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from careplay.frozen import dataclass

VALUE = re.compile(
    r"[-+(]?[¥￥$€£]?\s*\d[\d.,:/\-\sT年月日时分秒%)]*(元|AM|PM)?", re.IGNORECASE
)
"""What looks like a number, a date or a time, and so names no column."""
TOTALS = (
    "合计",
    "总计",
    "共计",
    "小计",
    "总数",
    "Grand total",
    "Total",
    "TOTAL",
    "Sum",
    "Summe",
)
FOOTNOTE = re.compile(r"^(共|注|备注|说明|制表|导出|打印|\*|Note|Exported|Printed)")
ENOUGH = 0.6
"""A heading fills so much of the table's width."""


@dataclass(frozen=True, slots=True)
class GridLayout:
    """The rows of the heading, counted from 1, and what ends the table."""

    rows: tuple[int, ...] = (1,)
    until: str = ""
    is_stated: bool = False
    """Whether the heading must be said, for it is not where it is looked for."""


def layout_of(
    first: Sequence[Sequence[str]],
    last: Sequence[tuple[int, Sequence[str]]],
    *,
    is_sheet: bool,
) -> GridLayout:
    """The layout by the first rows and the last; of a sheet empty rows above count for none."""
    rows = heading_rows(first)
    usual = next((n for n, row in enumerate(first, 1) if any(row)), 1) if is_sheet else 1
    stated = rows != (usual,)
    return GridLayout(rows, _until(first, last, rows[-1]), stated)


def heading_rows(first: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The first row as wide as the table in which no cell is a value; the first if none is."""
    widths = Counter(filled for row in first if (filled := _filled(row)) > 1)
    if not widths:
        return (1,)
    width = max(widths, key=lambda each: (widths[each], each))
    for number, row in enumerate(first, 1):
        if _filled(row) < max(2, ENOUGH * width) or not _names(row):
            continue
        below = first[number] if number < len(first) else []
        if _is_second(row, below, first[number + 1 : number + 3]):
            return (number, number + 1)
        return (number,)
    return (1,)


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _names(row: Sequence[str]) -> bool:
    return not any(VALUE.fullmatch(cell) for cell in row if cell)


def _is_second(row: Sequence[str], below: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the heading goes on below: there names stand where the first row is empty."""
    if not rest or not _filled(below) or not _names(below):
        return False
    wider = max(len(row), len(below))
    above = [*row, *[""] * (wider - len(row))]
    gaps = [place for place, cell in enumerate(below) if cell and not above[place]]
    holds_values = any(VALUE.fullmatch(cell) for each in rest for cell in each if cell)
    return bool(gaps) and holds_values


def _until(
    first: Sequence[Sequence[str]],
    last: Sequence[tuple[int, Sequence[str]]],
    heading: int,
) -> str:
    """How the row begins that ends the table; empty where none does, or one before it."""
    width = _filled(first[heading - 1]) if heading <= len(first) else 0
    for number, row in last:
        cells = [cell for cell in row if cell]
        if number <= heading or not cells:
            continue
        word = next((each for each in TOTALS if cells[0].startswith(each)), "")
        if not word and len(cells) == 1 and width > 1 and FOOTNOTE.match(cells[0]):
            word = cells[0][:4].rstrip()
        if word and not _begins_before(word, first, heading, number):
            return word
    return ""


def _begins_before(
    word: str, first: Sequence[Sequence[str]], heading: int, number: int
) -> bool:
    for place, row in enumerate(first[heading : number - 1], heading + 1):
        cells = [cell for cell in row if cell]
        if place < number and cells and cells[0].startswith(word):
            return True
    return False
