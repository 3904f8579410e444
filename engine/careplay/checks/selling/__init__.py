"""What a text sells: an offer, or something new; by patterns, and by a business's own words.

What only looks like selling is taken out first, and what is named to be denied (今天不谈优惠,
"no sale today") does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from careplay.checks.selling.chinese import chinese
from careplay.checks.selling.english import english
from careplay.checks.selling.patterns import Selling, unknown
from careplay.checks.word_lists import any_of
from careplay.model.business import Words

LANGUAGES: Mapping[str, Callable[[], Selling]] = {"zh": chinese, "en": english}
GAP = "○"
"""Stands for what is not looked at; part of no word."""
WIDE = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F) if chr(sign).isalnum()}
"""Full-width letters and digits to the usual ones."""
SIMPLE = str.maketrans(
    "優動滿減贈價買購領禮銷節時專會員興開業獎紅額換舊補貼兌盒輛裝種個來進貨發現熱賣體驗選",
    "优动满减赠价买购领礼销节时专会员兴开业奖红额换旧补贴兑盒辆装种个来进货发现热卖体验选",
)
"""The traditional signs that offers are written with."""


def price(text: str, language: str, words: Words) -> str | None:
    """The first that speaks of what is taken off, or of what it costs."""
    known = LANGUAGES.get(language, unknown)()
    return _first(text, known, (any_of(words.promotion), known.prices), words.allowed)


def promotion(text: str, language: str, words: Words) -> str | None:
    """The first that speaks of an offer; None where nothing does."""
    known = LANGUAGES.get(language, unknown)()
    return _first(text, known, (any_of(words.promotion), known.promotion), words.allowed)


def novelty(text: str, language: str, words: Words) -> str | None:
    """The first that speaks of something new; None where nothing does."""
    known = LANGUAGES.get(language, unknown)()
    return _first(text, known, (any_of(words.arrival), known.novelty), words.allowed)


def _first(
    text: str, known: Selling, sought: tuple[re.Pattern[str], ...], allowed: tuple[str, ...]
) -> str | None:
    plain = text.translate(WIDE).translate(SIMPLE)
    for harmless in (any_of(allowed), known.harmless):
        plain = harmless.sub(lambda found: GAP * len(found[0]), plain)
    found = sorted(match.span() for each in sought for match in each.finditer(plain))
    return next((text[start:end] for start, end in _meant(plain, found, known)), None)


def _meant(
    text: str, found: list[tuple[int, int]], known: Selling
) -> Iterator[tuple[int, int]]:
    """Those that are not denied, by themselves or together with the one before them."""
    denied_to = None
    for start, end in found:
        if (
            known.denied_before.search(text[:start])
            or known.denied_after.match(text, end)
            or (denied_to is not None and known.joined.fullmatch(text[denied_to:start]))
        ):
            denied_to = end
        else:
            denied_to = None
            yield start, end
