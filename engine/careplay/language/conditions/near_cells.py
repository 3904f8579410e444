"""What people write when they mean a cell: ``5-9``, ``5以上``, ``30天内``, ``not [a, b]``."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from __future__ import annotations

import re

from careplay.diagnostics import quoted
from careplay.language.codes import UNREADABLE_CELL
from careplay.language.kinds import Kind
from careplay.language.wrong import Wrong
from careplay.model.types import NUMERIC, TIMES

N = r"(-?\d+(?:\.\d+)?)"
LIST = re.compile(r"(not\s+|非\s*)?(\[.*\])")
OF_NUMBERS = (
    (rf"{N}\s*(?:[-~–—]|\.\.)\s*{N}", 'write "{0} to {1}"'),
    (rf"{N}\s*(?:～|到)\s*{N}", 'write "{0}至{1}"'),
    (rf"{N}\s*(?:\+|or more|and above|and over)", 'write "at least {0}"'),
    (rf"{N}\s*(?:及?以上)", 'write "至少{0}"'),
    (rf"{N}\s*(?:or less|or fewer|and below)", 'write "at most {0}"'),
    (
        rf"{N}\s*(?:及?以下|以内)",
        'write "至多{0}", or "低于{0}" without {0} itself',
    ),
    (rf"(?:more than|greater than)\s+{N}", 'write "over {0}"'),
    (rf"(?:less than|fewer than|below)\s+{N}", 'write "under {0}"'),
    (rf"(?:大于|多于|高于)\s*{N}", 'write "超过{0}"'),
    (rf"(?:小于|少于)\s*{N}", 'write "低于{0}"'),
)
SPAN = r"(\d+)\s*(天|日|周|个月|年)"
ENGLISH_SPAN = r"(\d+) (days?|weeks?|months?|years?)"
OF_DAYS = (
    (rf"{SPAN}(?:以|之)?内", 'write "最近{0}{1}" or "未来{0}{1}"'),
    (rf"{SPAN}(?:以|之)?前", 'write "超过{0}{1}前"'),
    (rf"(?:过去|近|前){SPAN}", 'write "最近{0}{1}"'),
    (
        rf"(?:within|in) {ENGLISH_SPAN}",
        'write "in the last {0} {1}" or "in the next {0} {1}"',
    ),
    (rf"(?:last|past|in the past) {ENGLISH_SPAN}", 'write "in the last {0} {1}"'),
    (rf"next {ENGLISH_SPAN}", 'write "in the next {0} {1}"'),
    (
        rf"(?:over |more than |at least )?{ENGLISH_SPAN}(?: ago)?",
        'write "over {0} {1} ago"',
    ),
)


def near_cell(text: str, kind: Kind) -> Wrong | None:
    """The form that was meant, where the text is plainly a slip of it."""
    if (listed := LIST.fullmatch(text)) is not None:
        way = f"write {listed[2]} without quotes"
        if listed[1]:
            way = f'put the list {listed[2]} under "none:"'
        return Wrong(UNREADABLE_CELL, f"{quoted(text)} is a text, not a list", way)
    slips = OF_NUMBERS if kind.type in NUMERIC else OF_DAYS if kind.type in TIMES else ()
    for pattern, way in slips:
        if (found := re.fullmatch(pattern, text)) is not None:
            return Wrong(
                UNREADABLE_CELL, f"cannot read {quoted(text)}", way.format(*found.groups())
            )
    return None
