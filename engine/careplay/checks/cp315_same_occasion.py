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

from collections import defaultdict
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
    earlier: defaultdict[object, list[Rule]] = defaultdict(list)
    for rule in business.rules:
        if rule.stage is not None or rule.item or not (deeds := _deeds(rule)):
            continue
        alike = earlier[rule.trigger, rule.condition, rule.audience, rule.once]
        for other in alike:
            same = deeds & _deeds(other)
            together = any({rule.id, other.id} <= each for each in apart)
            if same and _overlap(rule, other) and not together:
                verb, _, role = min(same)
                what = f'the same customers get a "{verb}" of {role} by "{other.id}" as well,'
                way = "let one of them do it, or name both in a group of exclusive:"
                yield rule_fault(rule, CODE, what, way)
                break
        alike.append(rule)


def _deeds(rule: Rule) -> set[ContactMade]:
    return {
        (each.verb.value, each.category.value, each.to)
        for each in rule.actions
        if each.verb in CONTACTS
    }


def _overlap(rule: Rule, other: Rule) -> bool:
    """Whether there is a day on which both work."""
    return not any(
        first.valid_until and second.valid_from and first.valid_until < second.valid_from
        for first, second in ((rule, other), (other, rule))
    )
