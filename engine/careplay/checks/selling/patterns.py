"""The shape of how a language sells."""

from __future__ import annotations

import re
from functools import cache

from careplay.checks.word_lists import NOWHERE
from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Selling:
    """What speaks of an offer or of something new, and what only looks so."""

    prices: re.Pattern[str]
    """Of the next the plainest: what is taken off, and what it costs."""
    promotion: re.Pattern[str]
    novelty: re.Pattern[str]
    harmless: re.Pattern[str]
    """Where one of the others stands only within one of these, nothing is sold."""
    denied_before: re.Pattern[str]
    """Ends where a word begins that is named only to say that it is not meant."""
    denied_after: re.Pattern[str]
    """Begins where such a word ends."""
    joined: re.Pattern[str]
    """Stands between two words that are denied as one: 没有优惠和折扣."""


def pattern(written: str) -> re.Pattern[str]:
    """The pattern as it is written over several lines, for letters of either size."""
    return re.compile(written, re.IGNORECASE | re.VERBOSE)


@cache
def unknown() -> Selling:
    """Of a language whose ways of selling are not known: only the words of a business count."""
    return Selling(*(pattern(NOWHERE) for _ in range(7)))
