"""What a trigger counts from: ``birthday``, ``delivery``, ``booking.arrival``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from careplay.frozen import dataclass
from careplay.language.codes import (
    MISPLACED_KEY,
    NOT_A_DATE,
    RECORD_TRIGGER,
    TWO_MEANINGS,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_EVENT_TYPE,
)
from careplay.language.conditions.mappings import condition
from careplay.language.kinds import Vocabulary, of_event
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import EventType
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.triggers import OfEvent, OfFact, Source
from careplay.model.types import TIMES


@dataclass(frozen=True, slots=True)
class World:
    """What the triggers of a business may name."""

    event_types: Mapping[str, EventType]
    vocabulary: Vocabulary
    segments: tuple[str, ...]
    country: str


def source(node: Node, name: str, world: World, where: Node | None) -> Source | None:
    """The dates the name stands for; None after telling what is wrong with it."""
    event, attribute = _event(name, world)
    if event is None:
        return _fact(node, name, world, where)
    if _record(node, event):
        return None
    if attribute is None and name in world.vocabulary.kinds:
        what = f'"{name}" is both an event type and a fact'
        node.say(TWO_MEANINGS, what, "rename one of them")
        return None
    if attribute is not None and not _is_date(node, event, attribute):
        return None
    return OfEvent(event.name, attribute, where_condition(where, event, world))


def event_type(node: Node, name: str, world: World) -> EventType | None:
    """The event type of that name; None after telling that there is none."""
    found = world.event_types.get(name)
    if found is None:
        what = f'unknown event type "{name}"'
        node.say(UNKNOWN_EVENT_TYPE, what, way_out(name, world.event_types, "event types"))
    return None if found is None or _record(node, found) else found


def _record(node: Node, event: EventType) -> bool:
    """Whether the type is a case or a stay; that it never happens is told."""
    if event.record:
        way = "count it in a measure, or wait for one of the events that tell of it"
        node.say(
            RECORD_TRIGGER, f'"{event.name}" stands for cases or stays, and is no event', way
        )
    return event.record


def where_condition(where: Node | None, event: EventType, world: World) -> Condition:
    """What ``where:`` asks of the event's attributes."""
    if where is None:
        return ALWAYS
    return condition(where, of_event(event, world.vocabulary.parameters))


def _event(name: str, world: World) -> tuple[EventType | None, str | None]:
    """The event type with the longest name that fits, and the attribute that is left."""
    if name in world.event_types:
        return world.event_types[name], None
    owner, _, attribute = name.rpartition(".")
    return world.event_types.get(owner), attribute


def _fact(node: Node, name: str, world: World, where: Node | None) -> OfFact | None:
    kinds = world.vocabulary.kinds
    if name not in kinds:
        known = tuple(_dates(world))
        what = f'unknown event type or fact "{name}"'
        node.say(UNKNOWN_EVENT_TYPE, what, way_out(name, known, "dates"))
        return None
    if where is not None:
        way = "a fact is asked about under if:"
        where.say(
            MISPLACED_KEY, f'"where:" does not go with the fact "{name}"', way, where.key_at
        )
    kind = kinds[name]
    if kind is not None and kind.type not in TIMES:
        _not_a_date(node, f'fact "{name}" is of type {kind.type}', world)
        return None
    return OfFact(name)


def _is_date(node: Node, event: EventType, name: str) -> bool:
    attribute = event.attributes.get(name)
    if attribute is None:
        what = f'unknown attribute "{name}" of event type "{event.name}"'
        node.say(UNKNOWN_ATTRIBUTE, what, way_out(name, event.attributes, "attributes"))
        return False
    if attribute.type not in TIMES:
        what = f'attribute "{name}" of event type "{event.name}" is of type {attribute.type}'
        node.say(NOT_A_DATE, what + ", not a date", f'name the event "{event.name}" alone')
        return False
    return True


def _not_a_date(node: Node, what: str, world: World) -> None:
    dates = (n for n, k in world.vocabulary.kinds.items() if k is not None and k.type in TIMES)
    node.say(NOT_A_DATE, f"{what}, not a date", way_out("", dates, "dates of customers"))


def _dates(world: World) -> Iterator[str]:
    """Everything a trigger may count from."""
    types = world.event_types.values()
    yield from _of_events(each for each in types if not each.undeclared)
    for name, kind in world.vocabulary.kinds.items():
        if kind is None or kind.type in TIMES:
            yield name
    yield from _of_events(each for each in types if each.undeclared)


def _of_events(types: Iterable[EventType]) -> Iterator[str]:
    for event in types:
        yield event.name
        for attribute in event.attributes.values():
            if attribute.type in TIMES:
                yield f"{event.name}.{attribute.name}"
