"""The rules of records as they stand: what they would ask for, whenever it was first due.

An action that was asked for earlier comes back, or is left standing, only while its case or
its stay still asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from careplay.model.conditions import ALWAYS, Condition, Leaf, Since, mapped, operands
from careplay.model.rules import Rule
from careplay.model.triggers import Stands


def without_since(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules of flows and receptions, rid of ``Since``."""
    for rule in rules:
        trigger = rule.trigger
        if isinstance(trigger, Stands):
            where = _without_since(trigger.where)
            yield replace(rule, trigger=replace(trigger, where=where))


def _without_since(condition: Condition) -> Condition:
    """The condition with every question about the day of the last run answered by yes."""
    return mapped(condition, _answered)


def _answered(leaf: Leaf) -> Condition:
    return ALWAYS if any(isinstance(each, Since) for each in operands(leaf)) else leaf
