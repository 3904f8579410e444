"""A call has no reason that the customer would accept.

Whoever is called asks why; the reason is written beside the call, for the one who makes it::

    do: [{call: How are you?, to: adviser}]

Say why this customer should take this call today::

    do: [{call: How are you?, to: adviser, reason: The washer was mended a week ago}]

Calls of flows and receptions need none: the case or the stay is the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Verb
from careplay.model.triggers import Stands

CODE = "CP482"
PRACTICE = "S1-28"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each call without a reason."""
    for rule in business.rules:
        for action in () if isinstance(rule.trigger, Stands) else rule.actions:
            if action.verb is Verb.CALL and not action.reason:
                way = 'say why the customer should take it: "reason: the washer was mended"'
                told = asked_by(PRACTICE, way)
                yield rule_fault(rule, CODE, "a call has no reason", told, action.at)
