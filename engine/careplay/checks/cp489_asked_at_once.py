"""An action asks for too much at once.

A customer who is asked for everything on one visit tells nothing on the next::

    do: [{task: Fill in the file, to: adviser, ask: [birthday, family, balance]}]

Ask for two facts of the customer at most, and for the next two another time; an answer that is
no fact of the customer (how a repair went) may be one of five::

    do: [{task: Fill in the file, to: adviser, ask: [birthday, family]}]

Of texts that sell, CP486 tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Action

CODE = "CP489"
PRACTICE = "S2-12"
FACTS, ANSWERS = 2, 5
"""So many facts of the customer, and answers in all, are asked for at once."""


def check(business: Business) -> Iterator[Diagnostic]:
    """Each action that asks for more than two facts, or for more than five answers."""
    way = asked_by(PRACTICE, f"ask for {FACTS} facts and {ANSWERS} answers at most, then later")
    for rule in business.rules:
        for action in rule.actions:
            what = _too_much(business, action)
            if what and not wording.form(business, action):
                at = action.places.get("ask", action.at)
                yield rule_fault(rule, CODE, f"an action asks for {what} at once", way, at)


def _too_much(business: Business, action: Action) -> str:
    """How much it asks for, where that is too much; else nothing."""
    facts = wording.facts_asked(business, action)
    if facts > FACTS:
        return f"{facts} facts of the customer"
    return f"{len(action.ask)} answers" if len(action.ask) > ANSWERS else ""
