"""Measures: ``{sum: amount, of: purchase, where: {category: 空调}, within: 12 months}``."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.language.codes import BAD_MEASURE, UNKNOWN_ATTRIBUTE, UNKNOWN_EVENT_TYPE
from careplay.language.conditions.mappings import condition
from careplay.language.kinds import of_event
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.values.parameters import span_fits
from careplay.language.values.spans import CALENDAR_UNITS, span
from careplay.language.wrong import Wrong
from careplay.model.business import Attribute, DatedParameter, EventType
from careplay.model.conditions import ALWAYS, AllOf, Missing
from careplay.model.facts import Aggregate, Measure
from careplay.model.types import NUMERIC, TIMES, Span, Type

OPEN = "open"
"""``{open: complaint}`` counts the cases that have not ended."""
AGGREGATES = tuple(Aggregate)
NEEDS = {
    Aggregate.SUM: (NUMERIC, "a number"),
    Aggregate.AVERAGE: (NUMERIC, "a number"),
    Aggregate.LATEST: (TIMES, "a date or moment"),
    Aggregate.EARLIEST: (TIMES, "a date or moment"),
}


def measure(
    definition: Definition,
    event_types: Mapping[str, EventType],
    parameters: Mapping[str, DatedParameter],
) -> Measure | None:
    """The measure as written; None where its event type or attribute cannot be made out."""
    node = definition.node
    aggregate = _aggregate(node)
    window = _within(node, parameters)
    event = None if aggregate is None else _event(node, aggregate, event_types)
    if aggregate is None or event is None:
        return None
    where = node.get("where")
    asked = ALWAYS if where is None else condition(where, of_event(event, parameters))
    if node.get(OPEN) is not None:
        asked = AllOf((Missing("ended_at"), *asked.parts))
    type_, attribute = Type.INTEGER, None
    if node.get("of") is not None:
        found = _attribute(node, aggregate, event)
        if found is None:
            return None
        type_, attribute = _type(aggregate, found.type), found.name
    elif aggregate in {Aggregate.LATEST, Aggregate.EARLIEST}:
        type_ = Type.MOMENT
    return Measure(
        definition.name,
        aggregate,
        event.name,
        type_,
        attribute=attribute,
        where=asked,
        within=window,
        label=node.text("label"),
        file=node.document.file,
        at=node.key_at,
    )


def _aggregate(node: Node) -> Aggregate | None:
    if node.get(OPEN) is not None:
        return Aggregate.COUNT
    told = [each for each in AGGREGATES if node.get(each) is not None]
    return told[0] if len(told) == 1 else None  # or the schema has said so


def _event(
    node: Node, aggregate: Aggregate, event_types: Mapping[str, EventType]
) -> EventType | None:
    """The event type: under ``of`` where there is one, else under the aggregate."""
    if (told := node.get(OPEN)) is not None:
        return _flow(told, node.text(OPEN), event_types)
    of = node.get("of")
    named = of or node.get(aggregate)
    name = node.text("of") if of else node.text(aggregate)
    if named is None:
        return None
    if of is None and aggregate in {Aggregate.SUM, Aggregate.AVERAGE}:
        return None  # the schema has said so
    if name in event_types:
        return event_types[name]
    way = way_out(name, event_types, "event types")
    owner = event_types.get(name.rpartition(".")[0])
    if owner is not None and name.rpartition(".")[2] in owner.attributes:
        way = f"write {{{aggregate}: {name.rpartition('.')[2]}, of: {owner.name}}}"
    named.say(UNKNOWN_EVENT_TYPE, f'unknown event type "{name}"', way)
    return None


def _flow(node: Node, name: str, event_types: Mapping[str, EventType]) -> EventType | None:
    """The cases of the flow; None after telling that there is none."""
    flows = {
        n: each for n, each in event_types.items() if each.record and "step" in each.attributes
    }
    if name not in flows:
        node.say(UNKNOWN_EVENT_TYPE, f'unknown flow "{name}"', way_out(name, flows, "flows"))
    return flows.get(name)


def _attribute(node: Node, aggregate: Aggregate, event: EventType) -> Attribute | None:
    name, told = node.text(aggregate), node.get(aggregate)
    if told is None:
        return None
    found = event.attributes.get(name)
    if found is None:
        what = f'unknown attribute "{name}" of event type "{event.name}"'
        told.say(UNKNOWN_ATTRIBUTE, what, way_out(name, event.attributes, "attributes"))
        return None
    types, wanted = NEEDS.get(aggregate, (frozenset(Type), ""))
    if found.type in types:
        return found
    what = f'attribute "{name}" is of type {found.type}, which has no {aggregate}'
    told.say(BAD_MEASURE, what, f"{aggregate} needs {wanted}")
    return None


def _type(aggregate: Aggregate, of: Type) -> Type:
    match aggregate:
        case Aggregate.COUNT:
            return Type.INTEGER
        case Aggregate.AVERAGE:
            return Type.NUMBER
        case Aggregate.SUM | Aggregate.LATEST | Aggregate.EARLIEST:
            return of


def _within(node: Node, parameters: Mapping[str, DatedParameter]) -> Span | None:
    window = node.get("within")
    if window is None or not isinstance(window.value, str):
        return None
    found = span(node.text("within"), CALENDAR_UNITS)
    if isinstance(found, Wrong):
        window.tell(found)
        return None
    return found if span_fits(found, parameters, window) else None
