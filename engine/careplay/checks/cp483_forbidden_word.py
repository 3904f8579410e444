"""A text says what nobody may say to a customer.

Some phrases end a conversation, however they are meant::

    do: [{message: "That is company policy.", to: adviser}]

Say what can be done instead::

    do: [{message: "We will look for a way and answer today.", to: adviser}]

Tasks and checklists are looked through too, for what they tell staff to say; a phrase that they
warn of (``never say: not my job``) is none. ``words: {forbidden: [...]}`` in careplay.yaml adds
phrases of the business's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = "CP483"
PRACTICE = "S0-39"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text that says a forbidden phrase, or tells staff to."""
    way = asked_by(PRACTICE, "say what can be done instead")
    phrases = wording.text_words(business).forbidden
    for rule, action, word in wording.with_phrase(business, phrases):
        what = f'"{word}" is not said to a customer'
        yield rule_fault(rule, CODE, what, way, wording.word_at(action, word))
