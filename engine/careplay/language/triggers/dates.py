"""Triggers that count from a date: ``anniversary``, ``after`` and ``before``."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from careplay.language.nodes import Node
from careplay.language.triggers.amounts import ahead, counted_in
from careplay.language.triggers.keys import SPANS
from careplay.language.triggers.sources import World, source
from careplay.model.triggers import (
    After,
    Anniversary,
    LeapDay,
    LeapMonth,
    ShortMonth,
    Trigger,
)
from careplay.model.types import Span

_Word = TypeVar("_Word", bound=StrEnum)


def anniversary(node: Node, name: str, world: World) -> Trigger | None:
    """``anniversary: birthday, before: 1 day``."""
    of = source(node.get("anniversary") or node, name, world, node.get("where"))
    moved = ahead(node, world)
    if of is None:
        return None
    return Anniversary(
        of,
        moved,
        _word(node, "leap_day", LeapDay.FEBRUARY_28),
        _word(node, "leap_month", LeapMonth.ORDINARY),
        _word(node, "short_month", ShortMonth.LAST_DAY),
    )


def after(node: Node, name: str, world: World) -> Trigger | None:
    """``after: delivery, days: 7``."""
    return _moved(node, "after", name, world)


def before(node: Node, name: str, world: World) -> Trigger | None:
    """``before: booking.arrival, days: 3``."""
    return _moved(node, "before", name, world)


def _moved(node: Node, key: str, name: str, world: World) -> Trigger | None:
    of = source(node.get(key) or node, name, world, node.get("where"))
    found = counted_in(node, SPANS, world)
    if of is None or found is None:
        return None
    return After(of, Span(found.amount, found.unit, negative=key == "before"))


def _word(node: Node, key: str, usual: _Word) -> _Word:
    """The word under the key; the usual one where there is none or the schema refused it."""
    kind, word = type(usual), node.text(key, usual)
    return kind(word) if word in set(kind) else usual
