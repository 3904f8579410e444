"""Every name of the playbooks and where it was first given; names twice are told here."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Sequence

from careplay.frozen import dataclass
from careplay.language.codes import BAD_NAME, REPEATED_NAME
from careplay.language.nodes import Node

NAME = re.compile(r"[^\W\d][\w-]*(\.[\w-]+)*")
"""A letter of any script, then letters, digits, ``_`` and ``-``; dots only in event types."""

CALENDAR_WORDS = ("today", "occasion", "holiday", "solar_term")
FACT_WORDS = frozenset(("any", "all", "none", "event", "label", "customer_id", *CALENDAR_WORDS))
ATTRIBUTE_WORDS = frozenset(("any", "all", "none", "at", "type", "key", "customer_id"))

SECTIONS = {
    "measures": "measure",
    "tiers": "tier",
    "segments": "segment",
    "templates": "template",
    "parameters": "parameter",
    "flows": "flow",
    "tables": "table",
    "receptions": "reception",
    "lists": "list",
}
FACTS = ("fact", "measure", "tier", "segment", "table")


@dataclass(frozen=True, slots=True)
class Definition:
    """A name given somewhere: as what, and what was written for it."""

    noun: str
    name: str
    node: Node


@dataclasses.dataclass(slots=True)
class Definitions:
    """The definitions that count: the first of each name. Facts share one space of names."""

    facts: dict[str, Definition]
    templates: dict[str, Definition]
    parameters: dict[str, Definition]
    rules: list[Definition]
    flows: dict[str, Definition] = dataclasses.field(default_factory=dict)
    receptions: dict[str, Definition] = dataclasses.field(default_factory=dict)
    lists: dict[str, Definition] = dataclasses.field(default_factory=dict)


def collect(
    home: Node, playbooks: Sequence[Node], included: Collection[str] = ()
) -> Definitions:
    """The names of careplay.yaml, then of each playbook; a name given before is told.

    A parameter of an ``included`` file may be given anew in careplay.yaml, which wins.
    """
    anew = frozenset(name for name, _ in home.entries("parameters"))
    names = Definitions({}, {}, {}, [])
    rules: dict[str, Definition] = {}
    own = {
        "template": names.templates,
        "flow": names.flows,
        "reception": names.receptions,
        "list": names.lists,
        "parameter": names.parameters,
    }
    for definition in _all(home, playbooks):
        shared = definition.node.document.file in included
        if definition.noun == "rule":
            if _first(rules, definition):
                names.rules.append(definition)
        elif definition.noun != "parameter" or not (shared and definition.name in anew):
            _first(own.get(definition.noun, names.facts), definition)
    return names


def _all(home: Node, playbooks: Sequence[Node]) -> Iterator[Definition]:
    customers = home.get("customers")
    if customers is not None:
        yield from _section(customers, "facts", "fact")
    for document in (home, *playbooks):
        for section, noun in SECTIONS.items():
            yield from _section(document, section, noun)
    for document in playbooks:
        for row in document.rows("rules"):
            name = row.text("id")
            if name:
                yield Definition("rule", name, row.called(f'rule "{name}"'))


def _section(document: Node, section: str, noun: str) -> Iterator[Definition]:
    for name, node in document.entries(section):
        usable(name, node, noun, FACT_WORDS if noun in FACTS else frozenset())
        yield Definition(noun, name, node.called(f'{noun} "{name}"'))


def usable(name: str, node: Node, noun: str, words: frozenset[str]) -> None:
    """Tell a name that no cell or text could ever speak of."""
    barred = {"event type": "", "parameter": ".-"}.get(noun, ".")
    if NAME.fullmatch(name) is None or any(sign in name for sign in barred):
        way = 'a name is letters, digits and "_", and begins with a letter'
        node.say(BAD_NAME, f'the {noun} cannot be called "{name}"', way, node.key_at)
    elif name.lower() in words:
        way = f'"{name}" is a word of the language; choose another'
        node.say(BAD_NAME, f'the {noun} cannot be called "{name}"', way, node.key_at)


def _first(known: dict[str, Definition], new: Definition) -> bool:
    """Keep the definition if its name is new; else tell where it was first given."""
    old = known.setdefault(new.name, new)
    if old is new:
        return True
    there = old.node.get("id") if old.noun == "rule" else None
    here = new.node.get("id") if new.noun == "rule" else None
    first = there.at if there else old.node.key_at
    place = f"{old.node.document.file}:{first.line}:{first.column}"
    noun = "" if old.noun == new.noun else f" as a {old.noun}"
    top = new.node.called("")
    what = f'the {new.noun} "{new.name}" was given before{noun}, at {place}'
    top.say(REPEATED_NAME, what, "rename one of them", here.at if here else new.node.key_at)
    return False
