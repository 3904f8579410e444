"""What is wrong between the items of a reception, each of which may be sound."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from careplay.language.codes import (
    ALIKE_ITEMS,
    OUT_OF_ORDER,
    REPEATED_NAME,
    SAME_STANDARD,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_ITEM,
    UNPAIRED,
)
from careplay.language.names import usable
from careplay.language.nodes import Node
from careplay.language.receptions.items import Item, by_level, level_columns
from careplay.language.receptions.levels import Ranks
from careplay.language.receptions.times import Anchor, Time
from careplay.language.suggestions import way_out
from careplay.model.business import EventType
from careplay.model.types import Unit

HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 168}


def judged(items: Sequence[Item], ranks: Ranks, record: EventType) -> None:
    """Tell what does not go together."""
    known = {item.id: item for item in items}
    for item in items:
        _wanted(item, record)
        for key, name in (("before", item.before), ("pairs", item.pairs)):
            told = item.node.get(key)
            if told is not None and name not in known:
                what = f'unknown item "{name}"'
                told.say(UNKNOWN_ITEM, what, way_out(name, known, "items"))
        if item.before in known:
            _in_order(item, known[item.before])
        if item.pairs in known:
            _paired(item, known[item.pairs])
    if ranks.agreed:
        _told_apart(items)


def unique(node: Node) -> None:
    """Tell an item's id that is given twice, or that no rule could be called by."""
    seen: dict[str, Node] = {}
    for row in node.rows("items"):
        name, told = row.text("id"), row.get("id")
        if told is not None:
            usable(name, told.called(node.where), "item", frozenset())
        first = seen.setdefault(name, row)
        if first is not row and told is not None:
            what = f'the item "{name}" was given before'
            row.called(node.where).say(REPEATED_NAME, what, "rename one of them", told.at)


def _wanted(item: Item, record: EventType) -> None:
    told = item.node.get("unless_missing")
    if told is not None and item.wanted not in record.attributes:
        what = f'"{item.wanted}" names no attribute of the stays'
        told.say(UNKNOWN_ATTRIBUTE, what, way_out(item.wanted, record.attributes, "attributes"))


def _in_order(item: Item, other: Item) -> None:
    """An item that says it comes before another is not due after it."""
    for level, standard in item.standards.items():
        later = other.standards.get(level)
        if later is not None and _after(standard.time, later.time):
            what = f'it is due after item "{other.id}", though it says before: {other.id}'
            way = "let it be done earlier, or leave before: out"
            (item.node.get("before") or item.node).say(OUT_OF_ORDER, what, way)
            return


def _paired(item: Item, undone: Item) -> None:
    """What is done for a level is undone for that level, and later."""
    told = item.node.get("pairs") or item.node
    missing = [level for level in item.standards if level not in undone.standards]
    if missing:
        what = f'nothing undoes it for level "{missing[0]}": item "{undone.id}" is not for it'
        told.say(UNPAIRED, what, f'let item "{undone.id}" be for the same levels')
        return
    for level, standard in item.standards.items():
        if _after(standard.time, undone.standards[level].time):
            what = f'item "{undone.id}", which undoes it, is due before it'
            told.say(UNPAIRED, what, f'let item "{undone.id}" be done on departure')
            return


def _after(one: Time, other: Time) -> bool:
    """Whether it is surely later; before the arrival nobody leaves."""
    if one.anchor is other.anchor:
        first, second = _hours(one), _hours(other)
        return first is not None and second is not None and first > second
    order = list(Anchor)
    return (
        order.index(one.anchor) > order.index(other.anchor)
        and not one.span.negative
        and (other.span.negative or other.span.amount == 0)
    )


def _hours(at: Time) -> float | None:
    """About how many hours from the arrival or departure; None where a parameter tells."""
    if not isinstance(at.span.amount, int):
        return None
    return at.span.amount * HOURS[at.span.unit] * (-1 if at.span.negative else 1)


def _told_apart(items: Sequence[Item]) -> None:
    """A list of agreed items is one text, so no id may stand in another."""
    for item in items:
        others = [each.id for each in items if each.id != item.id and item.id in each.id]
        if others:
            what = f'a list of agreed items with "{others[0]}" holds "{item.id}" as well'
            (item.node.get("id") or item.node).say(ALIKE_ITEMS, what, "rename one of them")


def differing(node: Node, items: Sequence[Item], ranks: Ranks) -> None:
    """Two levels that have columns of their own, and the same in all of them, are one level."""
    apart = {name for name, _ in level_columns(node)}
    for one, other in combinations([each for each in ranks.levels if each in apart], 2):
        if by_level(items, one) == by_level(items, other):
            what = f'levels "{one}" and "{other}" have the same standard'
            way = "let an item differ, or make them one level"
            node.say(SAME_STANDARD, what, way, node.key_at)
