"""``receptions:`` of a playbook: first how their stays are found, later what is done for them.

Stays are event types of their own, so they are known before any fact is made; their items
speak of facts, texts and people, so the rules come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.frozen import dataclass
from careplay.language.codes import (
    BAD_STAY,
    REPEATED_NAME,
    UNAPPROVED,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_EVENT_TYPE,
)
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import Attribute, EventType
from careplay.model.receptions import RECORD_ATTRIBUTES, Reception
from careplay.model.types import TIMES, WORDS, Type

APPROVERS = "approvers"
WRONG = {"until": (TIMES, "date"), "raise": (WORDS, "text"), "agree": (WORDS, "text")}
"""The types an attribute of ``override:`` may have."""


@dataclass(frozen=True, slots=True)
class ReceptionStays:
    """A reception as far as its stays go, and the event type that they are."""

    node: Node
    reception: Reception
    record: EventType


def reception_stays(
    definitions: Mapping[str, Definition], event_types: Mapping[str, EventType]
) -> dict[str, ReceptionStays]:
    """The stays of each reception whose event types can be made out."""
    found: dict[str, ReceptionStays] = {}
    for name, definition in definitions.items():
        if name in event_types:
            what = f'the reception "{name}" was given before as an event type'
            node = definition.node.called("")
            node.say(REPEATED_NAME, what, "rename one of them", node.key_at)
            continue
        stay = _stay(name, definition.node, event_types)
        if stay is not None:
            found[name] = stay
    return found


def _stay(name: str, node: Node, event_types: Mapping[str, EventType]) -> ReceptionStays | None:
    of = tuple(_types(node, "of", event_types))
    changes, cancels = (tuple(_types(node, key, event_types)) for key in ("changes", "cancels"))
    if not of:
        return None
    attributes = _attributes((*of, *changes, *cancels))
    told = dict(_overrides(node, attributes))
    places = dict(_places(node, attributes))
    reception = Reception(
        name,
        of[0].name,
        by=node.text("by", "ref"),
        changes=tuple(each.name for each in changes),
        cancels=tuple(each.name for each in cancels),
        attributes=tuple(sorted(attributes)),
        arrival=node.text("arrival", "arrival"),
        departure=node.text("departure", "departure"),
        levels=node.words("levels"),
        raised=told.get("raise", ""),
        approver=told.get("approver", ""),
        approvers=_approvers(node.get("override")),
        until=told.get("until", ""),
        agreed=told.get("agree", ""),
        label=node.text("label"),
        level=node.text("level"),
        room=places.get("room", ""),
        floor=places.get("floor", ""),
        file=node.document.file,
        at=node.key_at,
    )
    _own_types(node, event_types)
    if not _tells_a_stay(node, reception, (*of, *changes, *cancels)):
        return None
    own = {
        word: Attribute(word, Type(kind), at=node.key_at) for word, kind in RECORD_ATTRIBUTES
    }
    record = EventType(
        name, {**attributes, **own}, reception.label, record=True, at=node.key_at
    )
    return ReceptionStays(node, reception, record)


def _types(node: Node, key: str, event_types: Mapping[str, EventType]) -> Iterator[EventType]:
    """The event types under the key; unknown ones are told."""
    for row in node.rows(key):
        name = row.value if isinstance(row.value, str) else ""
        if name in event_types:
            yield event_types[name]
        elif name:
            known = (each for each, told in event_types.items() if not told.record)
            way = way_out(name, known, "event types")
            row.say(UNKNOWN_EVENT_TYPE, f'unknown event type "{name}"', way)


def _attributes(types: tuple[EventType, ...]) -> dict[str, Attribute]:
    """Every attribute of the event types; the choices of all of them together."""
    found: dict[str, Attribute] = {}
    for each in (attribute for event in types for attribute in event.attributes.values()):
        known = found.get(each.name, each)
        choices = tuple(dict.fromkeys((*known.choices, *each.choices)))
        personal = known.personal or each.personal
        found[each.name] = Attribute(
            each.name, known.type, choices, personal=personal, at=known.at
        )
    return found


def _places(node: Node, attributes: Mapping[str, Attribute]) -> Iterator[tuple[str, str]]:
    """The attributes that tell the room and the floor, by their key."""
    for key in ("room", "floor"):
        name, told = node.text(key), node.get(key)
        if told is None or name in attributes:
            yield key, name
        elif name:
            what = f'unknown attribute "{name}"'
            told.say(UNKNOWN_ATTRIBUTE, what, way_out(name, attributes, "attributes"))


def _overrides(node: Node, attributes: Mapping[str, Attribute]) -> Iterator[tuple[str, str]]:
    """The attributes that tell what was raised or agreed, by their key."""
    told = node.get("override")
    if told is None:
        return
    _approved(told)
    for key, below in told.entries():
        if key == APPROVERS:
            continue
        name = told.text(key)
        wrong = WRONG.get(key)
        if name not in attributes:
            what = f'unknown attribute "{name}"'
            below.say(UNKNOWN_ATTRIBUTE, what, way_out(name, attributes, "attributes"))
        elif wrong is not None and attributes[name].type not in wrong[0]:
            below.say(
                BAD_STAY, f'"{name}" is no {wrong[1]}', f"declare it as {name}: {wrong[1]}"
            )
        else:
            yield key, name


def _approvers(told: Node | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By level, or for all, the roles that may approve."""
    below = None if told is None else told.get(APPROVERS)
    if below is None:
        return ()
    if isinstance(below.value, Mapping):
        return tuple((level, _words(row)) for level, row in below.entries())
    return (("", _words(below)),)


def _words(node: Node) -> tuple[str, ...]:
    return tuple(row.value for row in node.rows() if isinstance(row.value, str))


def _approved(told: Node) -> None:
    """Tell a raise that nobody approves, and an approval of nothing."""
    raised, approver = told.get("raise"), told.get("approver")
    other = approver or told.get("until") or told.get(APPROVERS)
    if raised is None and other is not None:
        way = "name the attribute that tells the level: raise: raised_to"
        told.say(UNAPPROVED, "an approval is told, but nothing is raised", way, told.key_at)
    if raised is not None and approver is None:
        way = "name the attribute that tells who approved: approver: approved_by"
        told.say(UNAPPROVED, "a level is raised, but nobody approves", way, told.key_at)


def _own_types(node: Node, event_types: Mapping[str, EventType]) -> None:
    """Tell an attribute of the data that has another type than careplay's own of that name."""
    own = {name: Type(kind) for name, kind in RECORD_ATTRIBUTES}
    for event in event_types.values():
        for attribute in event.attributes.values():
            wanted = own.get(attribute.name, attribute.type)
            if not event.record and attribute.type is not wanted:
                what = f'attribute "{attribute.name}" of event type "{event.name}" is taken'
                way = f"stays have it as {wanted}: declare it so, or rename it"
                node.say(BAD_STAY, what, way, node.key_at)


def _tells_a_stay(node: Node, reception: Reception, types: tuple[EventType, ...]) -> bool:
    """Whether the events say which stay they are of, and when it begins and ends."""
    first, sound = types[0], True
    for key, name in (("arrival", reception.arrival), ("departure", reception.departure)):
        attribute = first.attributes.get(name)
        if attribute is None or attribute.type not in TIMES:
            what = f'event type "{first.name}" has no date "{name}"'
            way = f"{key}: names the attribute that tells the {key}"
            (node.get(key) or node.get("of") or node).say(BAD_STAY, what, way)
            sound = False
    for event in types:
        if reception.by not in event.attributes:
            what = f'event type "{event.name}" has no attribute "{reception.by}"'
            way = "by: names the attribute that tells which stay an event is of"
            (node.get("by") or node.get("of") or node).say(BAD_STAY, what, way)
            sound = False
    return sound
