"""The items of a reception as rules: of which stays, on which days, for which levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from careplay.frozen import dataclass
from careplay.language.lowering.receptions.days import StayDays
from careplay.language.lowering.receptions.undoing import undone
from careplay.language.nodes import Node
from careplay.language.receptions.items import Item, Standard, variants
from careplay.language.receptions.levels import Ranks
from careplay.language.receptions.times import Anchor
from careplay.language.rules.actions import Means
from careplay.language.rules.rule import needed
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    Not,
    Operator,
)
from careplay.model.receptions import Reception
from careplay.model.rules import Action, Due, Rule
from careplay.model.triggers import Stands


@dataclass(frozen=True, slots=True)
class ReceptionLowering:
    """What the rules of a reception are made with."""

    node: Node
    reception: Reception
    ranks: Ranks
    items: Sequence[Item]
    days: StayDays
    means: Means

    def rules(self) -> Iterator[Rule]:
        """The rules of every item, in order."""
        for item in self.items:
            for levels, standard, ending in variants(item):
                parts = (self._ranked(item, levels),)
                trigger = self._trigger(item, standard)
                rule = self._rule(item, ending, trigger, parts, standard.action)
                yield replace(rule, undoes=self._undoes(item))
            for done in self.items:
                if done.pairs == item.id and done is not item:
                    yield from self._undone(done, item)

    def _undone(self, done: Item, item: Item) -> Iterator[Rule]:
        for each in undone(done, item, self.reception, self.ranks, self.days):
            ranked = (self._ranked(item, each.levels),) if each.levels else (each.besides,)
            action = replace(each.standard.action, due=Due())
            rule = self._rule(item, each.ending, each.trigger, ranked, action)
            yield replace(rule, undoes=(done.id,))

    def _rule(
        self,
        item: Item,
        ending: Sequence[str],
        trigger: Stands,
        asked: tuple[Condition, ...],
        action: Action,
    ) -> Rule:
        return Rule(
            ".".join((self.reception.name, item.id, *ending)),
            Path(self.node.document.file).stem,
            item.title,
            trigger,
            (action,),
            condition=AllOf((*asked, *needed((action,), self.means))),
            source=item.node.words("source") or self.node.words("source"),
            item=item.id,
            file=self.node.document.file,
            at=(item.node.get("id") or item.node).at,
        )

    def _ranked(self, item: Item, levels: Sequence[str]) -> Condition:
        """Whether the guest has one of the levels; or another, with the item agreed for it."""
        ranked = self.ranks.of(levels)
        others = tuple(
            level
            for level in self.ranks.levels
            if level not in item.standards and _nearest(level, item, self.ranks) in levels
        )
        if not (self.ranks.agreed and others):
            return ranked
        return AnyOf((ranked, self.ranks.agreed_with(others)))

    def _undoes(self, item: Item) -> tuple[str, ...]:
        """The items that this one undoes."""
        return tuple(each.id for each in self.items if each.pairs == item.id)

    def _trigger(self, item: Item, standard: Standard) -> Stands:
        """The stays of which the item is to be told, and what makes it the same item."""
        name, at = self.reception.name, standard.time
        parts: list[Condition] = [Compare("cancelled", Operator.EQUAL, value=False)]
        undoes = self._undoes(item)
        if self.ranks.agreed:
            parts.append(self.ranks.lists((item.id, *undoes)))
        if item.wanted:
            parts.append(Not(Missing(item.wanted)))
        if at.anchor is Anchor.NIGHT:
            where = AllOf((*parts, *self.days.nightly()))
            return Stands(name, where, (self.reception.by,), daily=True)
        late = bool(undoes)
        where, endless = (
            AllOf((*parts, *self.days.told(at, late=late))), self.days.is_endless(at, late=late)
        )  # fmt: skip
        return Stands(name, where, (self.days.of(at), self.reception.by), endless=endless)


def _nearest(level: str, item: Item, ranks: Ranks) -> str:
    """The level whose standard is agreed for one that has none: the next higher, else lower."""
    place = ranks.levels.index(level)
    higher = [each for each in ranks.levels[:place] if each in item.standards]
    return higher[-1] if higher else next(iter(item.standards))
