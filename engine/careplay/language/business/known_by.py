"""Customers who stand in no table of their own, and are known by events."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.language.codes import (
    BAD_FACT,
    BAD_WRITTEN,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_EVENT_TYPE,
)
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import EventType
from careplay.model.facts import Calendar, Declared
from careplay.model.written import AS_USUAL


def customers_of(
    node: Node | None, declared: Mapping[str, Declared], types: Mapping[str, EventType]
) -> str:
    """The event type under ``of:``, each attribute of which may be a fact; "" where none is."""
    told = None if node is None else node.get("of")
    if node is None or told is None:
        return ""
    name = node.text("of")
    if name not in types or types[name].record:
        known = [each.name for each in types.values() if not each.record]
        what = f'unknown event type "{name}"'
        told.called("customers").say(UNKNOWN_EVENT_TYPE, what, way_out(name, known, "types"))
        return ""
    for key in ("from", "key", "written"):
        if (beside := node.get(key)) is not None:
            what = f"{key}: is of a table, and customers are known by events"
            way = "leave it out, or leave of: out"
            beside.called("customers").say(BAD_WRITTEN, what, way, beside.key_at)
    for fact, below in node.entries("facts"):
        if fact in declared:
            _is_told(below.called(f'fact "{fact}"'), declared[fact], types[name])
    return name


def _is_told(node: Node, fact: Declared, kind: EventType) -> None:
    """Tell a fact that no attribute of the events is."""
    attribute = kind.attributes.get(fact.column or fact.name)
    if attribute is None:
        name = fact.column or fact.name
        what = f'event type "{kind.name}" has no attribute "{name}"'
        way = way_out(name, kind.attributes, "attributes")
        node.say(UNKNOWN_ATTRIBUTE, what, way, node.key_at)
    elif attribute.type is not fact.type:
        what = f"it is of type {fact.type}, and the attribute of type {attribute.type}"
        node.say(BAD_FACT, what, f"write {fact.name}: {attribute.type}", node.key_at)
    elif fact.form != AS_USUAL or fact.written is not Calendar.SOLAR:
        what = "how its cells are written is said of the files of events"
        node.say(BAD_WRITTEN, what, "move it to events:", node.key_at)
