"""A rule does the same thing twice.

::

    do:
      - {call: use_callback, to: adviser}
      - {call: use_callback, to: adviser}

The customer would be called twice for one reason. Keep one, or let them differ in when they are
due, who does them or what they say::

    do:
      - {call: use_callback, to: adviser}
      - {message: use_tips, to: adviser}
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = "CP313"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each action that stands before in the same rule, word for word."""
    for rule in business.rules:
        for index, action in enumerate(rule.actions):
            # An action whose text is faulty has none, and may look like another.
            if action.text and action in rule.actions[:index]:
                first = rule.actions[rule.actions.index(action)].at.line
                what = f'the same "{action.verb}" is asked for on line {first}'
                yield rule_fault(rule, CODE, what, "keep one", action.at)
