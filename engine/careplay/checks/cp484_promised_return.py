"""A text promises a return.

Nobody can promise what an investment will bring, and most laws forbid it::

    do: [{message: "A guaranteed return for you.", to: adviser}]

Tell the facts, and leave the promise out::

    do: [{message: "The fund has published its report of the year.", to: adviser}]

``words: {promise: [...]}`` in careplay.yaml adds phrases; ``words: {allowed: [...]}`` names
phrases in which they are no fault, such as a notice of risk.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = "CP484"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text with a promise of return."""
    for rule, action, word in wording.with_word(business, wording.promise_in):
        what = f'"{word}" promises a return'
        at = wording.word_at(action, word)
        yield rule_fault(rule, CODE, what, "tell facts and promise nothing", at)
