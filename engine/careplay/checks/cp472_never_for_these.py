"""An action is only for customers who never get it.

Where `limits:` say what customers of a class never get, and a rule asks for just these
customers, nothing ever comes of it::

    limits: {never: {tier: {bronze: [call]}}}
    if: {tier: bronze}
    do: [{call: How are you?, to: adviser, reason: A year has gone by}]

Do for them what they may get, or ask for others::

    if: {tier: [silver, gold]}

Rules that ask for several classes act for those that may get it. Segments are looked into.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import asked_by, rule_fault
from careplay.checks.contradictions import only_values
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.conditions import AllOf, Condition
from careplay.model.facts import Segment
from careplay.model.limits import Never
from careplay.model.rules import Action, Rule
from careplay.model.triggers import Enters

CODE = "CP472"
PRACTICE = "S1-62"
TRUE = frozenset({True})


def check(business: Business) -> Iterator[Diagnostic]:
    """Each action that all those never get whom its rule asks for."""
    if not business.limits.never:
        return
    for rule in business.rules:
        whole = _whole(rule, business)
        for action in rule.actions:
            barred = _barred(business.limits.never, action, whole)
            if barred is not None:
                what = f'all those with "{barred.fact}" {barred.cell} never get a {action.verb}'
                way = "do for them what they may get, or ask for other customers"
                yield rule_fault(rule, CODE, what, asked_by(PRACTICE, way), action.at)


def _barred(never: tuple[Never, ...], action: Action, whole: Condition) -> Never | None:
    """The first of those that together leave nobody."""
    own = [e for e in never if action.verb in e.verbs or action.category in e.categories]
    for each in own:
        asked = only_values(whole, each.fact)
        told = (only_values(other.condition, each.fact) or () for other in own)
        if asked and asked <= {value for values in told for value in values}:
            return each
    return None


def _whole(rule: Rule, business: Business) -> Condition:
    """What the rule asks of a customer, with what the segments mean that it asks for."""
    segments = {each.name: each for each in business.derived if isinstance(each, Segment)}
    names = [each for each in segments if only_values(rule.condition, each) == TRUE]
    if isinstance(rule.trigger, Enters):
        names.append(rule.trigger.segment)
    meant = (segments[name].condition for name in names if name in segments)
    return AllOf((rule.condition, *meant))
