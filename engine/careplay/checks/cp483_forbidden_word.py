"""A text says what nobody may say to a customer.

Some phrases end a conversation, however they are meant::

    do: [{message: "That is company policy.", to: adviser}]

Say what can be done instead::

    do: [{message: "We will look for a way and answer today.", to: adviser}]

``words: {forbidden: [...]}`` in careplay.yaml adds phrases of the business's own.
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
    """Each text with a forbidden phrase."""
    for rule, action, word in wording.with_word(business, wording.forbidden_in):
        what = f'"{word}" is not said to a customer'
        at = wording.word_at(action, word)
        way = asked_by(PRACTICE, "say what can be done instead")
        yield rule_fault(rule, CODE, what, way, at)
