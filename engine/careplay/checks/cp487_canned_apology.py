"""An apology is one that everybody has heard.

By rote it says that nobody has listened::

    do: [{message: "We are sorry for any inconvenience.", to: adviser}]

Say in own words what went wrong, and what happens next::

    do: [
        {
            message: "You waited two hours for us. A mechanic is there tomorrow at 9.",
            to: adviser,
        }
    ]

Tasks and checklists are looked through too, unless they warn of it; ``words: {allowed: [...]}``
in careplay.yaml names phrases that are no fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.checks.word_lists import APOLOGIES
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = "CP487"
PRACTICE = "S2-32"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text that apologises by rote, or tells staff to."""
    way = asked_by(PRACTICE, "say in own words what went wrong and what happens next")
    phrases = APOLOGIES.get(business.language, ())
    for rule, action, word in wording.with_phrase(business, phrases):
        what = f'"{word}" is an apology by rote'
        yield rule_fault(rule, CODE, what, way, wording.word_at(action, word))
