"""A text that sells is not of category sales.

Consent, windows and modes go by the category: a care call that sells comes through while sales
are held back, and a step of a complaint that sells is worse::

    do: [{message: "Thank you. All lamps at half price.", to: adviser}]

Say what it is, and it is held back where sales are::

    do: [{message: "Thank you. All lamps at half price.", to: adviser, category: sales}]

or leave the offer out of it::

    do: [{message: "Thank you for coming.", to: adviser}]

A text sells that says what is taken off or what it costs. Calls, messages and surveys of
category care are looked through, and in the steps of flows invitations and texts of service,
too. Of greetings and season texts CP480 and CP481 tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Action, Category, Rule, Verb

CODE = "CP488"
PRACTICE = "S1-33"
OTHERS = frozenset({Category.HOLIDAY, Category.BIRTHDAY, Category.SEASON, Category.SALES})
"""Of these others tell, or it is what it should be."""


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text of care that sells, and whatever sells in a step of a flow."""
    way = asked_by(PRACTICE, 'leave the offer out, or say "category: sales"')
    for rule, action, text in _looked_through(business):
        word = wording.price_in(text, business)
        if word is not None:
            what = f'a {action.category} text speaks of "{word}"'
            yield rule_fault(rule, CODE, what, way, wording.word_at(action, word))


def _looked_through(business: Business) -> Iterator[tuple[Rule, Action, str]]:
    for rule, action, text in wording.spoken_texts(business):
        cares = action.category is Category.CARE and action.verb is not Verb.INVITE
        if cares or (rule.stage is not None and action.category not in OTHERS):
            yield rule, action, text
