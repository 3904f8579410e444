"""A rule's last day lies before its first.

::

    valid: {from: 2026-06-01, until: 2026-05-31}

The rule would never work, and nobody would be told. ``until`` is the last day it works::

    valid: {from: 2026-05-01, until: 2026-05-31}
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = "CP311"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each rule that ends before it begins."""
    for rule in business.rules:
        first, last = rule.valid_from, rule.valid_until
        if first is not None and last is not None and last < first:
            what = f"the last day {last} lies before the first, {first},"
            way = "until: is the last day on which the rule works"
            yield rule_fault(rule, CODE, what, way, rule.places.get("valid"))
