"""What is personal, as it may be shown: in one form, which says nothing of how long it is.

``**`` stands for a value, after its first letter where that is a text: 张**, 1**. What stands
for a person wherever it stands (a number of eleven digits or more, such as a phone or an
identity card, and an e-mail address) is ``**`` although nobody said that it is personal.
"""

from __future__ import annotations

import re

MASK = "**"
SHAPES = "|".join(
    (
        r"[^\s@,;:<>\"']+@[^\s@,;:<>\"']+\.[A-Za-z]{2,}",
        r"\+?[0-9]{11,}[Xx]?",
        r"1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}",
        r"\+[0-9]{1,3}[ -][0-9][0-9 -]{5,}[0-9]",
    )
)
"""As Python and DuckDB (RE2) read them alike: no looking around, no classes of Unicode."""
_SHAPE = re.compile(SHAPES, re.ASCII)


def masked(value: str, *, text: bool = True) -> str:
    """What is shown of a personal value; of a text that is longer its first letter, too."""
    if not value:
        return ""
    return value[0] + MASK if text and len(value) > 1 else MASK


def without_shapes(text: str) -> str:
    """The text without what is personal whoever says so."""
    return _SHAPE.sub(MASK, text)
