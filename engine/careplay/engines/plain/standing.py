"""The rules of records as they stand: what they would ask for, whenever it was first due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from careplay.meaning.standing import at_all
from careplay.model.rules import Rule
from careplay.model.triggers import Stands


def without_since(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules of flows and receptions, rid of ``Since``."""
    for rule in rules:
        trigger = rule.trigger
        if isinstance(trigger, Stands):
            yield replace(rule, trigger=replace(trigger, where=at_all(trigger.where)))
