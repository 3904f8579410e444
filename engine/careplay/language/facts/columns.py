"""Typed columns of the data: the facts a business declares, and its event types."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from careplay.language.business.written import demand_dates, words_of_data, written
from careplay.language.codes import (
    BAD_FACT,
    UNKNOWN_EVENT_TYPE,
    UNKNOWN_FACT,
    UNKNOWN_ROLE,
)
from careplay.language.names import ATTRIBUTE_WORDS, usable
from careplay.language.nodes import Node, spelt_as
from careplay.language.suggestions import way_out
from careplay.model.business import Attribute, EventType
from careplay.model.facts import Calendar, Declared
from careplay.model.outcomes import with_outcomes
from careplay.model.types import TIMES, Type


def declared(customers: Node | None, roles: Collection[str]) -> dict[str, Declared]:
    """The facts of the customer table; ``spend: money`` is short for ``{type: money}``."""
    found: dict[str, Declared] = {}
    if customers is None:
        return found
    for name, below in customers.entries("facts"):
        node = below.called(f'fact "{name}"')
        type_ = _type(node)
        if type_ is not None:
            found[name] = _declared(name, node, type_, _visible_to(node, roles))
    for name, below in customers.entries("facts"):
        _calendar_fits(name, below.called(f'fact "{name}"'), found)
    return found


def event_types(events: Node | None, roles: Collection[str]) -> dict[str, EventType]:
    """The event types and the typed attributes of each, outcomes of actions among them."""
    found: dict[str, EventType] = {}
    if events is None:
        return found
    for name, below in events.entries("types"):
        usable(name, below, "event type", frozenset())
        attributes = dict(_attributes(name, below, roles))
        found[name] = EventType(name, attributes, at=below.key_at)
    return with_outcomes(found)


def labelled(events: Node | None, types: Mapping[str, EventType]) -> dict[str, EventType]:
    """All event types, those of flows among them, as people call them and what they tell."""
    entries = [] if events is None else [*events.entries("labels")]
    labels = {name: str(below.value) for name, below in entries}
    known = {*types, *(name for each in types.values() for name in each.attributes)}
    for name, below in entries:
        if name not in known:
            what = f'unknown event type or attribute "{name}"'
            way = way_out(name, tuple(sorted(known)), "names")
            below.called("labels").say(UNKNOWN_EVENT_TYPE, what, way, below.key_at)
    return {
        name: replace(
            each, label=labels.get(name, each.label), attributes=_called(each, labels)
        )
        for name, each in types.items()
    }


def _called(event: EventType, labels: Mapping[str, str]) -> dict[str, Attribute]:
    """Its attributes, each by the label that stands beside it, or else in ``labels:``."""
    return {
        name: replace(each, label=each.label or labels.get(name, ""))
        for name, each in event.attributes.items()
    }


def _attributes(event: str, node: Node, roles: Collection[str]) -> list[tuple[str, Attribute]]:
    found = []
    for name, told in node.entries():
        below = told.called(f'event type "{event}"')
        usable(name, below, "attribute", ATTRIBUTE_WORDS)
        below = told.called(f'attribute "{name}" of event type "{event}"')
        type_ = _type(below)
        if type_ is not None:
            attribute = Attribute(
                name,
                type_,
                _choices(below, type_),
                personal=_is_personal(below),
                visible_to=_visible_to(below, roles),
                label=below.text("label"),
                at=below.key_at,
            )
            found.append((name, attribute))
    return found


def _declared(name: str, node: Node, type_: Type, seen_by: tuple[str, ...]) -> Declared:
    choices = _choices(node, type_)
    form = written(node)
    demand_dates(node, type_, form)
    return Declared(
        name,
        type_,
        choices=choices,
        column=node.text("column", name),
        calendar=_calendar(node.text("calendar", Calendar.SOLAR)),
        written=Calendar.LUNAR if node.text("written") == "lunar" else Calendar.SOLAR,
        label=node.text("label"),
        personal=_is_personal(node),
        visible_to=seen_by,
        mark=node.text("mark") == "true",
        form=replace(form, values=words_of_data(node, type_, choices)),
        at=node.key_at,
    )


def _is_personal(node: Node) -> bool:
    return node.text("personal") == "true"


def _visible_to(node: Node, roles: Collection[str]) -> tuple[str, ...]:
    """The roles that see it whole, each of which must be one."""
    told = node.get("visible_to")
    if told is None:
        return ()
    if not _is_personal(node):
        way = "write personal: true, or take it out"
        told.say(BAD_FACT, "visible_to: speaks of what everybody sees", way, told.key_at)
    for row in told.rows():
        if isinstance(row.value, str) and row.value not in roles:
            way = way_out(row.value, roles, "roles")
            row.say(UNKNOWN_ROLE, f'unknown role "{row.value}"', way)
    return tuple(dict.fromkeys(node.words("visible_to")))


def _type(node: Node) -> Type | None:
    """The type, told short or long; None where the schema has already said what is wrong."""
    word = node.text("type") if isinstance(node.value, Mapping) else node.value
    return Type(word) if isinstance(word, str) and word in set(Type) else None


def _choices(node: Node, type_: Type) -> tuple[str, ...]:
    words = node.words("of")
    listed = node.get("of")
    if type_ is Type.CHOICE and not words:
        node.say(BAD_FACT, "there is nothing to choose from", "write of: [high, low]")
    elif type_ is not Type.CHOICE and listed is not None:
        way = "leave of: out, or make it of type choice"
        listed.say(BAD_FACT, f"of: names choices, but the type is {type_}", way, listed.key_at)
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice and listed is not None:
        again = [row for row in listed.rows() if spelt_as(row, twice[0])][1]
        again.say(BAD_FACT, f'the choice "{twice[0]}" is named twice', "name it once")
    return tuple(dict.fromkeys(words)) if type_ is Type.CHOICE else ()


def _calendar(word: str) -> Calendar | str:
    return Calendar(word) if word in set(Calendar) else word


def _calendar_fits(name: str, node: Node, found: Mapping[str, Declared]) -> None:
    """Tell a calendar that is none, and one of a fact that is not a date."""
    fact = found.get(name)
    for key in ("calendar", "written"):
        told = node.get(key)
        says_calendar = told is not None and not isinstance(told.value, Mapping)
        if told is not None and says_calendar and fact is not None and fact.type not in TIMES:
            what = f"{key}: is for dates, but the type is {fact.type}"
            told.say(BAD_FACT, what, "leave it out", told.key_at)
            return
    told = node.get("calendar")
    if told is None or fact is None or isinstance(fact.calendar, Calendar):
        return
    teller = found.get(fact.calendar)
    if teller is None:
        what = f'unknown calendar "{fact.calendar}"'
        known = ("solar", "lunar", *(n for n, f in found.items() if f.choices and n != name))
        told.say(UNKNOWN_FACT, what, way_out(fact.calendar, known, "calendars and facts"))
        return
    known_words = {"solar", "lunar"}
    if teller.type is Type.CHOICE and set(teller.choices) <= known_words:
        return
    what = f'fact "{teller.name}" cannot tell the calendar'
    told.say(BAD_FACT, what, "it must be {type: choice, of: [solar, lunar]}")
