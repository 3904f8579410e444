"""A call has no goal.

Whoever calls without knowing what for talks about the weather, and calls again::

    do: [{call: How are you?, to: adviser, reason: The washer was mended}]

Say what is to be reached, with which the checklist begins, or what is to be found out::

    do: [{call: How are you?, to: adviser, reason: It was mended, goal: Hear whether it works}]
    do: [{call: How are you?, to: adviser, reason: It was mended, ask: [trouble]}]

Calls of flows and receptions need none: to bring the case or the stay on is their goal.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Verb
from careplay.model.triggers import Stands

CODE = "CP473"
PRACTICE = "S1-87"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each call that neither has a goal nor asks for anything."""
    way = 'say what is to be reached, "goal: hear whether it works", or what to ask for'
    for rule in business.rules:
        for action in () if isinstance(rule.trigger, Stands) else rule.actions:
            if action.verb is Verb.CALL and not (action.goal or action.ask):
                told = asked_by(PRACTICE, way)
                yield rule_fault(rule, CODE, "a call has no goal", told, action.at)
