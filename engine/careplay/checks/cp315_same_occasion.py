"""Two rules do the same for the same customers on the same occasion.

::

    rules:
      - {id: callback, when: {after: purchase, days: 3}, do: [{call: use, to: adviser}]}
      - {id: how_is_it, when: {after: purchase, days: 3}, do: [{call: ask, to: adviser}]}

Whoever bought something is called twice on one day by one person. Let one rule do it, or let
them differ in when they act or for whom; where only one of them is to be told, name both in a
group of ``exclusive:``::

    rules:
      - {id: callback, when: {after: purchase, days: 3}, do: [{call: use, to: adviser}]}
      - {id: how_is_it, when: {after: purchase, days: 30}, do: [{call: ask, to: adviser}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.limits import CONTACTS
from careplay.model.rules import Rule

CODE = "CP315"
ContactMade: TypeAlias = tuple[str, str, str]
"""How a customer is contacted: the verb, the category and the role."""


def check(business: Business) -> Iterator[Diagnostic]:
    """Each rule that contacts the same customers as an earlier one, on the same occasion."""
    apart = [frozenset(each.rules) for each in business.limits.exclusive]
    written = [each for each in business.rules if each.stage is None and not each.item]
    for place, rule in enumerate(written):
        for other in written[:place]:
            alike = _deeds(rule) & _deeds(other)
            if not (alike and _is_alike(rule, other) and _overlap(rule, other)):
                continue
            if not any({rule.id, other.id} <= each for each in apart):
                verb, _, role = min(alike)
                what = f'the same customers get a "{verb}" of {role} by "{other.id}" as well,'
                way = "let one of them do it, or name both in a group of exclusive:"
                yield rule_fault(rule, CODE, what, way)
                break


def _deeds(rule: Rule) -> set[ContactMade]:
    return {
        (each.verb.value, each.category.value, each.to)
        for each in rule.actions
        if each.verb in CONTACTS
    }


def _is_alike(rule: Rule, other: Rule) -> bool:
    """Whether both find the same occasions of the same customers."""
    told, known = (
        (each.trigger, each.condition, each.audience, each.once) for each in (rule, other)
    )
    return told == known


def _overlap(rule: Rule, other: Rule) -> bool:
    """Whether there is a day on which both work."""
    return not any(
        first.valid_until and second.valid_from and first.valid_until < second.valid_from
        for first, second in ((rule, other), (other, rule))
    )
