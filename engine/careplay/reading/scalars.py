"""What a plain word of YAML stands for, by the core rules of YAML 1.2.

Only ``true`` and ``false`` are booleans and only ``null``, ``~`` and nothing are null. A
number is written as people write it: no leading zero, sign ``+``, exponent, underscore or
base, and at most 18 digits; ``010``, ``1e3``, ``0x1F``, ``12:30``, ``on``, dates are text.
"""

from __future__ import annotations

import re
from decimal import Decimal

WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?")
FIRST = frozenset("-0123456789")


def scalar_of(word: str) -> str | int | Decimal | bool | None:
    """The value of a word written without quotes."""
    if word[:1] in FIRST:
        found = NUMBER.fullmatch(word)
        if found:
            return Decimal(word) if found[1] else int(word)
        return word
    return WORDS.get(word, word)
