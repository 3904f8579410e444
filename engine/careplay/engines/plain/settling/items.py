"""Which items stays were told: once each, whatever the level; what was done is undone.

``sql/settling/stays.py`` does it for all at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.stays import Stay, stay_of
from careplay.frozen import dataclass
from careplay.meaning.days import looked_for_since, undoes_early
from careplay.model.actions import ActionRow
from careplay.model.rules import Rule
from careplay.model.triggers import Stands

OPEN = {"due", "deferred"}

ToldItem: TypeAlias = tuple[Stay | None, str, int, date | None]
"""The item of a stay, which of its actions, and the date that it is about."""


@dataclass(frozen=True, slots=True)
class ToldItems:
    """What earlier days told of stays and did not take back."""

    day: date
    remembers: bool
    told: frozenset[ToldItem]
    rules: Mapping[str, Rule]
    """Those of items, by id."""
    changed: frozenset[Stay]

    def undoes_late(self, row: ActionRow) -> bool:
        """Whether the row undoes what its stay was told, though its own day was missed."""
        rule = self.rules.get(row["rule"])
        if rule is None or not rule.undoes:
            return False
        since = looked_for_since(rule, self.day)
        in_time = since is not None and row["about"] is not None and row["about"] >= since
        return undoes_early(rule) or (in_time and self._was_done(row, rule))

    def settled(self, row: ActionRow) -> bool:
        """Whether another rule told the item, or what would be undone never was told."""
        rule = self.rules.get(row["rule"])
        if rule is None:
            return False
        if undoes_early(rule):
            return self.remembers and not self._was_done(row, rule)
        return stay_of(row) not in self.changed and _item(row) in self.told

    def _was_done(self, row: ActionRow, rule: Rule) -> bool:
        stay = stay_of(row)
        return any(of == stay and item in rule.undoes for of, item, *_ in self.told)


def told_items(memory: Memory) -> ToldItems:
    """Those of all stays."""
    rules = {
        rule.id: rule
        for rule in memory.business.rules
        if rule.item and isinstance(rule.trigger, Stands) and not rule.trigger.daily
    }
    early = {name for name, rule in rules.items() if undoes_early(rule)}
    told = frozenset(
        _item(row)
        for row in memory.latest.values()
        if row["item"] is not None and row["rule"] not in early and row["status"] in OPEN
    )
    return ToldItems(memory.day, memory.remembers, told, rules, memory.changed)


def _item(row: ActionRow) -> ToldItem:
    return stay_of(row), row["item"], row["index"], row["about"]
