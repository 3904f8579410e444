"""A holiday, birthday or season text speaks of a promotion.

A greeting that ends in an offer is an advertisement::

    do: [
        {message: "Merry Christmas! Our winter sale has begun.", to: adviser, category: holiday}
    ]

Greet, and nothing else; what is for sale is a message of its own, on another day::

    do: [{message: "Merry Christmas, and a quiet New Year.", to: adviser, category: holiday}]

An offer is known by what is taken off, what it costs, what is given with it and how one is
called to come (``selling``), and so are new goods, which CP481 tells of season texts.
``words: {promotion: [...]}`` in careplay.yaml adds words, and ``words: {allowed: [...]}`` names
phrases that are no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Category

CODE = "CP480"
PRACTICES: Mapping[Category, str] = {
    Category.HOLIDAY: "S2-25",
    Category.BIRTHDAY: "S2-26",
    Category.SEASON: "S2-27",
}
SEASON = {Category.SEASON}


def check(business: Business) -> Iterator[Diagnostic]:
    """Each greeting that sells anything, and each season text with an offer."""
    greetings = wording.with_word(business, wording.sold_in, {*PRACTICES} - SEASON)
    seasons = wording.with_word(business, wording.offer_in, SEASON)
    for rule, action, word in (*greetings, *seasons):
        what = f'a {action.category} text speaks of "{word}"'
        way = asked_by(PRACTICES[action.category], "a greeting promotes nothing")
        yield rule_fault(rule, CODE, what, way, wording.word_at(action, word))
