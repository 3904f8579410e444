"""Triggers of change: entering and leaving a segment, crossing a number."""

from __future__ import annotations

from decimal import Decimal

from careplay.language.codes import BAD_LEVEL, UNKNOWN_FACT, UNKNOWN_SEGMENT
from careplay.language.kinds import Kind
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.language.triggers.sources import World
from careplay.language.values.numbers import number
from careplay.language.values.parameters import fits
from careplay.language.wrong import Wrong
from careplay.model.triggers import Crosses, Direction, Enters, Leaves, Trigger
from careplay.model.types import NUMERIC, Parameter


def enters(node: Node, name: str, world: World) -> Trigger | None:
    """``enters: loyal``."""
    return Enters(name) if _is_segment(node, "enters", name, world) else None


def leaves(node: Node, name: str, world: World) -> Trigger | None:
    """``leaves: loyal``."""
    return Leaves(name) if _is_segment(node, "leaves", name, world) else None


def crosses(node: Node, name: str, world: World) -> Trigger | None:
    """``crosses: spend_12m, reaches: [5000, 10000]``."""
    told = [each for each in Direction if node.get(each) is not None]
    kind = _number(node, name, world)
    if kind is None or len(told) != 1:
        return None
    levels = _levels(node, told[0], kind, world)
    return Crosses(name, levels, told[0]) if levels else None


def _is_segment(node: Node, key: str, name: str, world: World) -> bool:
    if name in world.segments:
        return True
    way = way_out(name, world.segments, "segments")
    what = f'unknown segment "{name}"'
    if name in world.vocabulary.kinds:
        what = f'"{name}" is a fact, not a segment'
        way = f"name a condition under segments:, such as {{{name}: ...}}"
    (node.get(key) or node).say(UNKNOWN_SEGMENT, what, way)
    return False


def _number(node: Node, name: str, world: World) -> Kind | None:
    """The kind of the fact that crosses; None after telling that it is no number."""
    told, kinds = node.get("crosses") or node, world.vocabulary.kinds
    numbers = tuple(n for n, k in kinds.items() if k is None or k.type in NUMERIC)
    if name not in kinds:
        told.say(UNKNOWN_FACT, f'unknown fact "{name}"', way_out(name, numbers, "numbers"))
        return None
    kind = kinds[name]
    if kind is not None and kind.type not in NUMERIC:
        what = f'fact "{name}" is of type {kind.type}, which crosses no level'
        told.say(BAD_LEVEL, what, way_out("", numbers, "numbers"))
        return None
    return kind


def _levels(node: Node, key: str, kind: Kind, world: World) -> tuple[Decimal | Parameter, ...]:
    found: list[Decimal | Parameter] = []
    for row in node.rows(key):
        value = plain_value(row.value)
        text = "" if value is None else spelt(value)
        if text.startswith("$"):
            if fits(text[1:], kind, world.vocabulary.parameters, row, "a level"):
                found.append(Parameter(text[1:]))
            continue
        level = number(text, kind.type)
        if isinstance(level, Wrong):
            row.tell(level)
        else:
            found.append(Decimal(level))
    return tuple(dict.fromkeys(found))
