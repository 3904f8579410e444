"""A rule for the business or its stores speaks of single customers.

``for: business`` and ``for: stores`` make one action for all, so there is no customer to ask::

    for: stores
    when: {after: purchase, days: 7}
    if: {tier: gold}
    do: [{task: "给{name}准备联欢会", to: store_manager}]

Such a rule goes by the calendar alone (``holiday``, ``solar_term``, ``every``), has no ``if``
or ``unless``, and its texts name no fact::

    for: stores
    when: {every: quarter, on: first monday}
    do: [{task: 准备忠诚顾客联欢会, to: store_manager}]
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.language.rules.texts import gap_at, placeholders
from careplay.model.business import Business
from careplay.model.conditions import Known, leaves_of
from careplay.model.rules import Action, Audience, Rule, Scope
from careplay.model.triggers import OfCalendar

CODE = "CP312"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each thing about a customer in a rule that has none."""
    for rule in business.rules:
        if rule.audience is not Audience.CUSTOMERS:
            yield from _of(rule)


def _of(rule: Rule) -> Iterator[Diagnostic]:
    single = f'"for: {rule.audience}" looks at no single customer'
    if not isinstance(rule.trigger, OfCalendar):
        way = "such a rule waits for every:, holiday: or solar_term:"
        at = rule.places.get("when")
        yield rule_fault(rule, CODE, f"{single}, so it can wait for none", way, at)
    for leaf in leaves_of(rule.condition):
        if not isinstance(leaf, Known):
            what = f'{single}, so "{leaf.fact}" cannot be asked'
            yield rule_fault(rule, CODE, what, "leave out if: and unless:", leaf.at)
    for action in rule.actions:
        yield from _of_action(rule, action, single)


def _of_action(rule: Rule, action: Action, single: str) -> Iterator[Diagnostic]:
    for gap in placeholders((*action.text, *action.reason)):
        if gap.scope is Scope.FACT:
            what = f'{single}, so "{{{gap.name}}}" cannot be filled'
            yield rule_fault(rule, CODE, what, "take it out of the text", gap_at(gap, action))
    if action.channels:
        what = f"{single}, so no channel reaches one"
        at = action.places.get("channels", action.at)
        yield rule_fault(rule, CODE, what, "leave out channels:", at)
