"""Spans of a trigger: ``days: 7`` beside ``after``, ``before: 1 day`` beside ``holiday``."""

from __future__ import annotations

from careplay.language.codes import BAD_SPAN
from careplay.language.nodes import Node
from careplay.language.triggers.sources import World
from careplay.language.values.parameters import span_fits
from careplay.language.values.spans import CALENDAR_UNITS, amount_in, span
from careplay.language.wrong import Wrong
from careplay.model.triggers import NO_SPAN
from careplay.model.types import Parameter, Span, Unit


def ahead(node: Node, world: World) -> Span:
    """How long ahead of the day the rule looks; no span where it does not say."""
    told = node.get("before")
    if told is None or not isinstance(told.value, str):
        return NO_SPAN
    found = span(node.text("before"))
    if isinstance(found, Wrong):
        told.tell(found)
        return NO_SPAN
    span_fits(found, world.vocabulary.parameters, told)
    return found


def counted_in(
    node: Node, units: tuple[str, ...], world: World, *, least: int = 0
) -> Span | None:
    """The one span beside the trigger; None where there is none that can be counted."""
    told = [unit for unit in units if node.get(unit) is not None]
    below = node.get(told[0]) if len(told) == 1 else None
    if below is None or not (isinstance(below.value, int) or node.text(told[0])[:1] == "$"):
        return None  # the schema has said so
    found = amount_in(node.text(told[0]), Unit(told[0]))
    if isinstance(found, Wrong):
        below.tell(found)
        return None
    right = span_fits(found, world.vocabulary.parameters, below)
    return found if right and large_enough(below, found.amount, least=least) else None


def again_span(node: Node, world: World) -> Span | None:
    """How often an absence is spoken of again; None where it is not, or is badly told."""
    again = node.get("again")
    if again is None or not isinstance(again.value, str):
        return None
    found = span(node.text("again"), CALENDAR_UNITS)
    if isinstance(found, Wrong):
        again.tell(found)
        return None
    right = span_fits(found, world.vocabulary.parameters, again)
    return found if right and large_enough(again, found.amount, least=1) else None


def large_enough(node: Node, amount: int | Parameter, *, least: int) -> bool:
    """Whether the amount is not too small for its place."""
    small = isinstance(amount, int) and amount < least
    if small:
        node.say(BAD_SPAN, f"{amount} is too short a span", f"write {least} or more")
    return not small
