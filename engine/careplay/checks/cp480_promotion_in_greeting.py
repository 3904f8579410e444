"""A holiday or birthday text speaks of a promotion.

A greeting that ends in an offer is an advertisement::

    do: [
        {message: "Merry Christmas! Our winter sale has begun.", to: adviser, category: holiday}
    ]

Greet, and nothing else; what is for sale is a message of its own, on another day::

    do: [{message: "Merry Christmas, and a quiet New Year.", to: adviser, category: holiday}]

Words that count as promotion are listed per language; ``words: {promotion: [...]}`` in
careplay.yaml adds more, and ``words: {allowed: [...]}`` names phrases that are no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from careplay.checks import wording
from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Category

CODE = "CP480"
GREETINGS = frozenset({Category.HOLIDAY, Category.BIRTHDAY})


def check(business: Business) -> Iterator[Diagnostic]:
    """Each greeting with a word of promotion."""
    for rule, action, word in wording.with_word(business, attrgetter("promotion"), GREETINGS):
        what = f'a {action.category} text speaks of "{word}"'
        at = wording.word_at(action, word)
        yield rule_fault(rule, CODE, what, "a greeting promotes nothing", at)
