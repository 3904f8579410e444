"""What is personal, as it may be shown: in one form, which says nothing of how long it is.

``**`` stands for a value, after its first letter where that is a text: 张**, 1**. What stands
for a person wherever it stands (a number of eleven digits or more, such as a phone or an
identity card, one that is written in groups as phones, cards and accounts are, and an e-mail
address) is ``**`` although nobody said that it is personal. Days and amounts in a row are none.
"""

from __future__ import annotations

import re

MASK = "**"
_D, _PLUS, _HAN = "[0-9]", "[+\uff0b]", "[\u4e00-\u9fff]"
_AT = "[ \u00a0\u3000]{0,2}[@\uff20][ \u00a0\u3000]{0,2}"
_GAP = "[ \u00a0\u3000.\u2010-\u2014\uff0d-]{1,3}"
_LOCAL, _DOMAIN = "[A-Za-z0-9._%+-]+", r"[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
_WIDE, _WIDE_GAP = "[\uff10-\uff19]", "[ \uff0d-]"
_OPEN, _CLOSE = "[(\uff08]", "[)\uff09]"
_BLANK = "[ \u00a0\u3000]"
# No area begins with two noughts: so begin calls abroad, and many a number of an order.
_AREA = rf"{_OPEN}?\b0[1-9]{_D}{{0,3}}(?:{_CLOSE}(?:{_GAP})?|{_GAP}|/)"
_MOBILE = rf"(?:(?:{_PLUS}|00)86(?:{_GAP})?)?1[3-9]{_D}"
SHAPES = "|".join(
    (
        rf"{_LOCAL}{_AT}{_DOMAIN}",
        rf"{_HAN}{{1,4}}{_AT}{_DOMAIN}",
        rf"(?:{_LOCAL}|{_HAN}{{1,4}}){_AT}[A-Za-z0-9.{_HAN[1:-1]}-]+\.{_HAN}{{2,4}}",
        rf"{_PLUS}?{_D}{{11,}}[Xx]?",
        # The wide digits of Chinese keyboards: so many are a number of somebody's.
        rf"{_PLUS}?{_WIDE}(?:{_WIDE_GAP}?{_WIDE}){{8,}}",
        # 138 0013 8000, 138-00138000, 1380013 8000, 138001 38000, 1380 0138 000
        rf"{_MOBILE}{_GAP}{_D}{{4}}(?:{_GAP})?{_D}{{4}}\b",
        rf"{_MOBILE}{_D}{{4}}{_GAP}{_D}{{4}}\b",
        rf"{_MOBILE}{_D}{{3}}{_GAP}{_D}{{5}}\b",
        rf"{_MOBILE}{_D}{_GAP}{_D}{{4}}{_GAP}{_D}{{3}}\b",
        # +44 20 7946 0958, +49 (0)30 1234567, 0044 20 7946 0958
        rf"(?:{_PLUS}|\b00)(?:[17]|[2-9]{_D}{{1,2}}){_GAP}\(?{_D}(?:[ ().-]{{0,2}}{_D}){{8,}}",
        # 0571-88887777, (0571) 8888 7777, 07700 900003, 01 23 45 67 89, 030/1234567
        rf"{_AREA}{_D}{{5,9}}\b",
        rf"{_AREA}{_D}{{3,4}}{_GAP}{_D}{{3,5}}\b",
        rf"{_AREA}{_D}{{2}}(?:[ .-]{_D}{{2}}){{3}}\b",
        # (555) 123-4567, 1-800-555-1234
        rf"(?:\b1{_GAP})?\(?\b[2-9]{_D}{{2}}\)?{_GAP}{_D}{{3}}{_GAP}{_D}{{4}}\b",
        # 98765 43210, as they are written in India; 60000 70000 may be one
        rf"\b[6-9]{_D}{{4}}(?:{_BLANK}|-){_D}{{5}}\b",
        # DE89 3704 0044 0532 0130 00, GB29NWBK60161331926819
        rf"\b[A-Z]{{2}}{_D}{{2}}(?:{_BLANK}?[A-Z0-9]{{4}}){{3,7}}(?:{_BLANK}?[A-Z0-9]{{1,3}})?\b",
        # 6222 0212 3456 7890 123, 3782 822463 10005, 110105 19491231 002X
        rf"\b[3-6]{_D}{{3}}(?:{_GAP}{_D}{{4}}){{3}}(?:(?:{_GAP})?{_D}{{1,3}})?\b",
        rf"\b{_D}{{4}}{_GAP}{_D}{{6}}{_GAP}{_D}{{5}}\b",
        rf"\b{_D}{{6}}{_GAP}{_D}{{4}}(?:{_GAP})?{_D}{{4}}{_GAP}{_D}{{3}}[0-9Xx]\b",
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
