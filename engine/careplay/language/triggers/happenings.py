"""Triggers of events: ``event``, as one happens, and ``absent``, as none has for so long."""

from __future__ import annotations

from careplay.language.codes import BAD_SPAN
from careplay.language.nodes import Node
from careplay.language.triggers.amounts import again_span, counted_in
from careplay.language.triggers.keys import SPANS
from careplay.language.triggers.sources import World, event_type, where_condition
from careplay.model.triggers import Absent, Happens, Trigger


def happens(node: Node, name: str, world: World) -> Trigger | None:
    """``event: purchase, where: {amount: at least 5000}``."""
    event = event_type(node.get("event") or node, name, world)
    return (
        None
        if event is None
        else Happens(name, where_condition(node.get("where"), event, world))
    )


def absent(node: Node, name: str, world: World) -> Trigger | None:
    """``absent: purchase, days: 60, again: 30 days, times: 3``."""
    event = event_type(node.get("absent") or node, name, world)
    found = counted_in(node, SPANS, world, least=1)
    again = again_span(node, world)
    where = None if event is None else where_condition(node.get("where"), event, world)
    if event is None or found is None or where is None:
        return None
    return Absent(event.name, found, again, _times(node), where)


def _times(node: Node) -> int | None:
    times = node.get("times")
    if times is None or isinstance(times.value, int):
        return times.value if times is not None and isinstance(times.value, int) else None
    what = f'"times: {node.text("times")}" cannot be a parameter'
    times.say(BAD_SPAN, what, "write a whole number, such as 3")
    return None
