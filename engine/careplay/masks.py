"""What is personal, as it may be shown: in one form, which says nothing of how long it is.

``**`` stands for a value, after its first letter where that is a text: 张**, 1**. What stands
for a person wherever it stands (a number of eleven digits or more, such as a phone or an
identity card, one that is written in groups as phones and cards are, and an e-mail address) is
``**`` although nobody said that it is personal. Days and amounts in a row are none.
"""

from __future__ import annotations

import re

MASK = "**"
_D, _PLUS, _GAP, _AT = "[0-9]", "[+\uff0b]", "[ \u00a0-]", "@\uff20"
_WIDE, _WIDE_GAP = "[\uff10-\uff19]", "[ \uff0d-]"
_NAME = rf"[^\s{_AT},;:<>\"']+"
_AREA = rf"\(?\b0{_D}{{1,4}}(?:\){_GAP}?|{_GAP})"
SHAPES = "|".join(
    (
        rf"{_NAME}[{_AT}]{_NAME}\.(?:[A-Za-z]{{2,}}|[一-鿿]{{2,4}})",
        rf"{_PLUS}?{_D}{{11,}}[Xx]?",
        # The wide digits of Chinese keyboards: so many are a number of somebody's.
        rf"{_PLUS}?{_WIDE}(?:{_WIDE_GAP}?{_WIDE}){{8,}}",
        # 138 0013 8000, 1380013 8000, 138-00138000
        rf"1[3-9]{_D}{_GAP}{_D}{{4}}{_GAP}?{_D}{{4}}\b",
        rf"1[3-9]{_D}{{5}}{_GAP}{_D}{{4}}\b",
        # +44 20 7946 0958, +49 (0)30 1234567
        rf"{_PLUS}{_D}{{1,3}}{_GAP}\(?{_D}(?:[ ()-]{{0,2}}{_D}){{5,}}",
        # 0571-88887777, (0571) 8888 7777, 07700 900003, 01 23 45 67 89
        rf"{_AREA}{_D}{{5,9}}\b",
        rf"{_AREA}{_D}{{3,4}}{_GAP}{_D}{{3,5}}\b",
        rf"{_AREA}{_D}{{2}}(?:[ .]{_D}{{2}}){{3}}\b",
        # 6222 0212 3456 7890 123, 3782 822463 10005, 110105 19491231 002X
        rf"\b{_D}{{4}}(?:{_GAP}{_D}{{4}}){{3}}(?:{_GAP}?{_D}{{1,3}})?\b",
        rf"\b{_D}{{4}}{_GAP}{_D}{{6}}{_GAP}{_D}{{5}}\b",
        rf"\b{_D}{{6}}{_GAP}{_D}{{8}}{_GAP}{_D}{{3}}[0-9Xx]\b",
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
