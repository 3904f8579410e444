"""What is undone early: a floor is opened again as soon as nobody wants it closed any more.

The item that undoes another comes with the departure. Where the stay is cancelled before, or a
level raised for a task falls back, it is told on the day on which that is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.frozen import dataclass
from careplay.language.lowering.receptions.days import StayDays
from careplay.language.receptions.items import Item, Standard, variants
from careplay.language.receptions.levels import Ranks
from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    Compare,
    Condition,
    NoneOf,
    OneOf,
    Operator,
    TextCompare,
    TextOperator,
)
from careplay.model.receptions import Reception
from careplay.model.triggers import Stands

CANCELLED, LAPSED = "cancelled", "lapsed"
"""The ends of the ids of such rules, and the attributes of the stay that they go by."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An early undoing: how its rule's id ends, of which stays, for which guests."""

    ending: tuple[str, ...]
    trigger: Stands
    levels: tuple[str, ...]
    besides: Condition
    standard: Standard


def undone(
    done: Item, item: Item, reception: Reception, ranks: Ranks, days: StayDays
) -> Iterator[Undone]:
    """The ways in which ``item`` undoes early what was ``done``, for each of its levels."""
    for levels, standard, ending in variants(done):
        same = item.standards.get(levels[0])
        if same is None:
            continue  # told as not paired
        known = (days.told_before(standard.time), days.new(), days.not_over())
        if reception.cancels:
            where = AllOf((_is(CANCELLED, said=True), *known, *_agreed((item, done), ranks)))
            yield Undone((CANCELLED, *ending), _stands(where, reception), levels, ALWAYS, same)
        if reception.raised and reception.until:
            lapsed = OneOf(LAPSED, levels)
            own = TextCompare(ranks.agreed, TextOperator.CONTAINS, done.id)
            kept = (NoneOf((own,)),) if ranks.agreed else ()
            where = AllOf((_is(CANCELLED, said=False), lapsed, *known, *kept))
            # Who has such a level without being raised keeps what was done.
            besides = NoneOf((ranks.of(tuple(done.standards)),))
            yield Undone((LAPSED, *ending), _stands(where, reception), (), besides, same)


def _stands(where: Condition, reception: Reception) -> Stands:
    return Stands(reception.name, where, (reception.departure, reception.by))


def _agreed(items: Sequence[Item], ranks: Ranks) -> tuple[Condition, ...]:
    return (ranks.lists(tuple(item.id for item in items)),) if ranks.agreed else ()


def _is(name: str, *, said: bool) -> Compare:
    return Compare(name, Operator.EQUAL, said)
