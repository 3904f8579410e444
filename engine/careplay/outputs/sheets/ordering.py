"""The order in which people look things up: 2 before 12, whatever stands around it."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"([0-9]+)")


def in_human_order(text: str) -> tuple[tuple[bool, int, str], ...]:
    """What texts are sorted by: their numbers as numbers, and the rest as it is.

    >>> sorted(["C12", "C2", "C2b", "B3"], key=in_human_order)
    ['B3', 'C2', 'C2b', 'C12']
    """
    parts = (each for each in _DIGITS.split(text) if each)
    return tuple((each.isascii() and each.isdigit(), _number(each), each) for each in parts)


def _number(part: str) -> int:
    # Python reads no number of thousands of digits, and nobody looks one up.
    return int(part) if part.isascii() and part.isdigit() and len(part) < 100 else 0
