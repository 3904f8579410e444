"""The code that somebody meant who mistyped one.

A code in which one sign is wrong, or two have changed places, is no code of anything
(``short_codes.py``), so what was meant is one of those that are told.
"""

from __future__ import annotations

from collections.abc import Iterable

from careplay.diagnostics import nearest

LONGEST = 8
"""What has more signs was hardly meant for a code."""


def as_written(typed: str) -> str:
    """The code as it is printed: in capitals, without blanks and dashes."""
    return "".join(each for each in typed if not each.isspace() and each != "-").upper()


def nearest_code(typed: str, known: Iterable[str]) -> str | None:
    """Which of the codes was meant, if any is like it: one slip away, else as names are."""
    code, codes = as_written(typed), sorted({*known})
    slips = (each for each in codes if is_one_slip(code, each))
    return next(slips, None) or nearest(code, codes)


def is_one_slip(typed: str, code: str) -> bool:
    """Whether one sign is wrong, left out or added, or two have changed places.

    >>> is_one_slip("H4M3", "H4M2"), is_one_slip("4HM2", "H4M2"), is_one_slip("HM2", "H4M2")
    (True, True, True)
    """
    if len(typed) == len(code):
        wrong = [place for place, sign in enumerate(code) if typed[place] != sign]
        if len(wrong) != 2:
            return len(wrong) == 1
        first, second = wrong
        return (typed[first], typed[second]) == (code[second], code[first])
    shorter, longer = sorted((typed, code), key=len)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
