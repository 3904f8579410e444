"""A text says today, yesterday or tomorrow, and may be said on several days.

Whoever is called on the third day hears of a yesterday that was not::

    when: {after: delivery, days: 1}
    do: [{message: How was the delivery yesterday?, to: adviser, due: within 3 days}]

Say it without the day, or have it done on the day that it is told::

    do: [{message: How was the delivery?, to: adviser, due: within 3 days}]
    do: [{message: How was the delivery yesterday?, to: adviser}]

``words: {allowed: [...]}`` in careplay.yaml names phrases that hold on any day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Due
from careplay.model.types import Unit

CODE = "CP497"
DAYS = {
    "zh": re.compile(
        r"[今昨]天|明天(?!会更好)|[今昨][日晚早夜晨儿]|今[上下]午"
        r"|(?<![说发聪光清证文黎])明[日晚早]|明儿"
        r"|(?<![以目之饭先])前天(?![冷热气])|(?<![先午雨之以])后天(?![冷热气晴])"
    ),
    "en": re.compile(
        r"\b(?:today|yesterday|tomorrow|tonight"
        r"|(?:last|this) (?:night|morning|afternoon|evening))\b",
        re.IGNORECASE,
    ),
}
"""The words that hold on one day alone."""
HOURS = 24


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text with such a word whose action is due on a later day than it is told."""
    days = DAYS.get(business.language, DAYS["en"])
    for rule in business.rules:
        for action in rule.actions:
            if not _lasts(action.due):
                continue
            for text in (action.text, action.reason):
                word = wording.first_match(wording.known_text(text, business), days, business)
                if word is not None:
                    what = f'"{word}" is true on one day, and this may be said on a later one'
                    way = "say it without the day, or let it be due on the day it is told"
                    at = wording.word_at(action, word)
                    yield rule_fault(rule, CODE, what, way, at)


def _lasts(due: Due) -> bool:
    """Whether it may be done on a later day than it is told."""
    span = due.span
    if due.of or span.negative or span.amount == 0:
        return False
    hours = span.unit in {Unit.HOURS, Unit.MINUTES}
    return not (hours and isinstance(span.amount, int) and span.amount < HOURS)
