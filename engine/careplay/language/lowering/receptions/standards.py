"""The items of every reception, once facts, texts and people are known: levels and rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from careplay.diagnostics import Position
from careplay.frozen import dataclass
from careplay.language.codes import NO_CHECK_IN, REPEATED_NAME, UNKNOWN_ROLE
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.lowering.receptions.days import StayDays
from careplay.language.lowering.receptions.rules import ReceptionLowering
from careplay.language.nodes import Node
from careplay.language.receptions.checks import differing, judged, unique
from careplay.language.receptions.items import Item, item, item_rows, named_levels
from careplay.language.receptions.levels import EVENT, Ranks, level_kind, levels_of
from careplay.language.receptions.lists import Lists, known_levels
from careplay.language.receptions.papers import (
    CHECK_IN_AT,
    CHECK_OUT_AT,
    Papers,
    checked_in,
    hour,
    on_arrival,
    private,
)
from careplay.language.receptions.stays import APPROVERS, ReceptionStays
from careplay.language.rules.actions import Means
from careplay.language.suggestions import way_out
from careplay.model.facts import Declared
from careplay.model.receptions import Reception
from careplay.model.rules import Rule, Scope
from careplay.model.types import Type


@dataclass(frozen=True, slots=True)
class Hotel:
    """What the items of receptions may speak of."""

    vocabulary: Vocabulary
    declared: Mapping[str, Declared]
    means: Means
    lists: Lists
    language: str
    rules: Collection[str]
    """The ids of the rules that are written."""


def standards(
    stays: Mapping[str, ReceptionStays], hotel: Hotel
) -> tuple[dict[str, Reception], tuple[Rule, ...]]:
    """The receptions with their levels, and the rules of their items."""
    found: dict[str, Reception] = {}
    rules: list[Rule] = []
    for name, stay in stays.items():
        made = _rules(stay, hotel)
        if made is not None:
            reception, own = made
            _taken(stay, own, hotel)
            found[name] = reception
            rules += own
    return found, tuple(rules)


def _rules(stay: ReceptionStays, hotel: Hotel) -> tuple[Reception, tuple[Rule, ...]] | None:
    """The reception with its levels, and its rules; None where nothing tells a level."""
    node, reception = stay.node, stay.reception
    before = len(node.faults)
    kind = level_kind(node, stay.record, hotel.vocabulary)
    levels = _levels(node, reception, kind or Kind(Type.TEXT))
    arrives, leaves = (
        hour(node, "check_in_at", CHECK_IN_AT), hour(node, "check_out_at", CHECK_OUT_AT)
    )  # fmt: skip
    days = StayDays(reception, stay.record, arrives, leaves)
    quiet = private(node, stay.record, hotel.declared, hotel.means)
    places = checked_in(node, levels)
    papers = Papers(reception, hotel.lists, hotel.language, quiet, arrives, leaves, places)
    items = _items(node, levels, hotel, papers)
    ranks = Ranks(node.text("level"), levels, reception.raised, reception.agreed)
    judged(items, ranks, stay.record)
    if len(node.faults) == before:
        differing(node, items, ranks)
    _greeted(node, items)
    _approvers_known(node, levels, hotel.means)
    if kind is None or not levels:
        return None
    lowering = ReceptionLowering(node, reception, ranks, items, days, hotel.means)
    private_names = frozenset(map(_name, quiet))
    whole = replace(reception, levels=levels, private=private_names)
    return whole, tuple(lowering.rules())


def _name(private: tuple[Scope, str]) -> str:
    """A fact or an attribute as ``private:`` names it."""
    scope, name = private
    return f"{EVENT}{name}" if scope is Scope.EVENT else name


def _taken(stay: ReceptionStays, own: Iterable[Rule], hotel: Hotel) -> None:
    """Tell a written rule that is called as one of the reception's."""
    for rule in own:
        if rule.id in hotel.rules:
            what = f'the rule "{rule.id}" is written as well'
            stay.node.say(REPEATED_NAME, what, "rename that rule", rule.at)


def _levels(node: Node, reception: Reception, kind: Kind) -> tuple[str, ...]:
    named = tuple(named_levels(node))
    levels = levels_of(node, reception, kind, (name for name, *_ in named))
    _possible(node, levels, kind, named)
    return levels


def _items(
    node: Node, levels: tuple[str, ...], hotel: Hotel, papers: Papers
) -> tuple[Item, ...]:
    """The items that could be made out, in order."""
    unique(node)
    found = (item(row, levels, hotel.means, papers) for row in item_rows(node))
    return tuple(each for each in found if each is not None)


def _possible(
    node: Node,
    levels: tuple[str, ...],
    kind: Kind,
    named: Iterable[tuple[str, Node, Position]],
) -> None:
    """Tell every level that nobody can have."""
    for row in node.rows("levels") if kind.choices else ():
        known_levels(row, row.at, str(row.value), kind.choices)
    for name, below, at in named:
        known_levels(below, at, name, levels)


def _approvers_known(node: Node, levels: tuple[str, ...], means: Means) -> None:
    """Tell roles that may approve and are none, and levels that none is raised to."""
    told = node.get("override")
    below = None if told is None else told.get(APPROVERS)
    if below is None:
        return
    by_level = isinstance(below.value, Mapping)
    for level, each in below.entries() if by_level else (("", below),):
        if level and levels:
            known_levels(each, each.key_at, level, levels)
        for row in each.rows():
            if isinstance(row.value, str) and row.value not in means.roles:
                way = way_out(row.value, means.roles, "roles")
                row.say(UNKNOWN_ROLE, f'unknown role "{row.value}"', way)


def _greeted(node: Node, items: tuple[Item, ...]) -> None:
    """Tell a place of checking in that no paper mentions, as no item is done on arrival."""
    told = node.get("check_in")
    times = [standard.time for item in items for standard in item.standards.values()]
    if told is not None and items and not any(map(on_arrival, times)):
        way = "add an item at: on arrival, whose check-list will begin with it"
        told.say(NO_CHECK_IN, "check_in: is told, but no item is done on arrival", way)
