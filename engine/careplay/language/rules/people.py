"""People whom the data name: ``who:`` and ``not_to:``, by an attribute or a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass
from careplay.language.codes import BAD_FACT, UNKNOWN_ATTRIBUTE
from careplay.language.kinds import Kind
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import Attribute
from careplay.model.types import Type

EVENT = "event."


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """What may name somebody: attributes of an event or a case, and facts."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    kinds: Mapping[str, Kind | None] = field(default_factory=dict)


def persons(told: Node | None, named: NamedPeople) -> tuple[str, ...]:
    """What is written there, one name or several: facts, and ``event.<attribute>``."""
    rows = () if told is None else told.rows()
    found = (_person(row, named) for row in rows if isinstance(row.value, str))
    return tuple(dict.fromkeys(name for name in found if name))


def _person(told: Node, named: NamedPeople) -> str:
    """An attribute, else a fact, of type staff; what is neither is told."""
    name = str(told.value).removeprefix(EVENT)
    attributes, kinds = named.attributes, named.kinds
    if name not in attributes and name not in kinds:
        known = [*attributes, *kinds]
        what = f'unknown attribute or fact "{name}"'
        told.say(UNKNOWN_ATTRIBUTE, what, way_out(name, known, "attributes and facts"))
        return ""
    kind = kinds.get(name)
    of_event = name in attributes
    type_ = attributes[name].type if of_event else kind.type if kind else Type.STAFF
    if type_ is not Type.STAFF:
        noun = "attribute" if of_event else "fact"
        what = f'{noun} "{name}" is of type {type_}, so it names nobody'
        told.say(BAD_FACT, what, f"declare it as {name}: staff")
    return f"{EVENT}{name}" if of_event else name
