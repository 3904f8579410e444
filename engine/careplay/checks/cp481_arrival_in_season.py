"""A season text speaks of new arrivals.

A tip for the cold is care; what has arrived in the shop is not::

    do: [
        {
            message: "It is getting cold. Our new arrivals are warm.",
            to: adviser,
            category: season,
        }
    ]

Leave the goods out of it::

    do: [{message: "It is getting cold, keep warm.", to: adviser, category: season}]

New goods are known by what they are called and by what is done with them (``selling``);
``words: {arrival: [...]}`` in careplay.yaml adds words of the business's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Category

CODE = "CP481"
PRACTICE = "S2-27"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each season text with a word for new goods."""
    season = {Category.SEASON}
    for rule, action, word in wording.with_word(business, wording.novelty_in, season):
        what = f'a season text speaks of "{word}"'
        at = wording.word_at(action, word)
        way = asked_by(PRACTICE, "a season tip cares and sells nothing")
        yield rule_fault(rule, CODE, what, way, at)
