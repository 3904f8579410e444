"""The rules of records as they stand: what they would ask for, whenever it was first due.

An action that was asked for earlier comes back, or is left standing, only while its case or
its stay still asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from careplay.model.business import Business
from careplay.model.conditions import ALWAYS, Condition, Leaf, Since, mapped, operands
from careplay.model.rules import Rule
from careplay.model.triggers import Stands


def standing(business: Business) -> Business:
    """The business with no rules but those of flows and receptions, rid of ``Since``."""
    return replace(business, rules=tuple(_undated(business.rules)))


def _undated(rules: Iterable[Rule]) -> Iterator[Rule]:
    for rule in rules:
        match rule.trigger:
            case Stands(where=where) as trigger:
                yield replace(rule, trigger=replace(trigger, where=_without_since(where)))
            case _:
                pass


def _without_since(condition: Condition) -> Condition:
    """The condition with every question about the day of the last run answered by yes."""
    return mapped(condition, _answered)


def _answered(leaf: Leaf) -> Condition:
    return ALWAYS if any(isinstance(each, Since) for each in operands(leaf)) else leaf
