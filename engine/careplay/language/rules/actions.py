"""``do:`` of a rule to its actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import TypeVar

from careplay.diagnostics import nearest
from careplay.frozen import dataclass
from careplay.language.codes import (
    BAD_LADDER,
    UNKNOWN_CHANNEL,
    UNKNOWN_ROLE,
    UNKNOWN_TEMPLATE,
)
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.rules.due import due
from careplay.language.rules.greetings import usual_category
from careplay.language.rules.people import NamedPeople, persons
from careplay.language.rules.texts import Gaps, text
from careplay.language.suggestions import way_out
from careplay.language.values.parameters import span_fits
from careplay.language.wrong import Wrong
from careplay.model.business import Channel, DatedParameter, EventType, Role
from careplay.model.rules import Action, Category, Due, Priority, Text, Verb
from careplay.model.triggers import Trigger, event_of

IDENTIFIER = re.compile(r"[A-Za-z]\w*", re.ASCII)

MOST_TIMES = 20
"""So often a channel can be tried before the next one."""

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Template:
    """A text under a name, with the category of what it says."""

    text: Text
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What the actions of a business may name."""

    templates: Mapping[str, Template]
    roles: Mapping[str, Role]
    channels: Mapping[str, Channel]
    parameters: Mapping[str, DatedParameter]
    gaps: Gaps
    language: str = "en"
    named: NamedPeople = field(default_factory=NamedPeople)
    """The facts of customers, which may name somebody."""
    event_types: Mapping[str, EventType] = field(default_factory=dict)


GOALS = {"zh": "目的：{}"}
"""How a checklist tells the goal of an action, by language."""


def template(definition: Definition, gaps: Gaps) -> Template:
    """A template, written as its text or as ``{category: service, text: …}``."""
    node = definition.node
    if isinstance(node.value, Mapping):
        told = node.get("text")
        return Template(
            () if told is None else text(told, gaps), _word(node, "category", Category)
        )
    return Template(text(node, gaps))


def action(node: Node, means: Means, trigger: Trigger | None = None) -> Action | None:
    """One action of a rule with this trigger; what it names wrongly is told."""
    verbs = [verb for verb in Verb if node.get(verb) is not None]
    told = node.get(verbs[0]) if verbs else None
    if len(verbs) != 1 or told is None:
        return None  # the schema has said so
    name = node.text(verbs[0])
    named = means.templates.get(name)
    written = named.text if named else _text(told, name, means)
    about = _word(node, "category", Category) or (named.category if named else None)
    reason = node.get("reason")
    known_role(node, "to", means)
    known_role(node, "approve", means)
    first, spared = _named(node, means, trigger)
    return Action(
        verbs[0],
        written,
        node.text("to"),
        template=name if named else "",
        due=_due(node, means),
        priority=_word(node, "priority", Priority) or Priority.NORMAL,
        category=about or usual_category(trigger, verbs[0]),
        channels=_channels(node, means),
        checklist=(*_goal(node, means), *node.words("checklist")),
        ask=node.words("ask"),
        reason=text(reason, means.gaps) if reason is not None else (),
        goal=node.text("goal"),
        approve=node.text("approve"),
        who=first,
        not_to=spared,
        at=told.at,
        places=node.places(("due", "channels", "ask", "goal", "checklist")),
    )


def _named(node: Node, means: Means, trigger: Trigger | None) -> tuple[str, tuple[str, ...]]:
    """Who is asked first, and who is not asked."""
    event = means.event_types.get(event_of(trigger) or "") if trigger else None
    named = replace(means.named, attributes=event.attributes if event else {})
    first = persons(node.get("who"), named)
    return first[0] if first else "", persons(node.get("not_to"), named)


def _goal(node: Node, means: Means) -> Iterator[str]:
    """The goal as the checklist tells it."""
    if goal := node.text("goal"):
        yield GOALS.get(means.language, "Goal: {}").format(goal)


def _text(node: Node, written: str, means: Means) -> Text:
    """The text itself; a word that can only be meant for a template is told."""
    if IDENTIFIER.fullmatch(written) is not None and (
        "_" in written or nearest(written, means.templates) is not None
    ):
        what = f'unknown template "{written}"'
        node.say(UNKNOWN_TEMPLATE, what, way_out(written, means.templates, "templates"))
        return ()
    return text(node, means.gaps)


def known_role(node: Node, key: str, means: Means) -> None:
    """Tell a role that the business does not have."""
    name, told = node.text(key), node.get(key)
    if told is None or name in means.roles:
        return
    by_fact = [role.name for role in means.roles.values() if role.fact == name]
    way = way_out(name, means.roles, "roles")
    if by_fact:
        way = f'"{name}" is a fact; the role that asks it is "{by_fact[0]}"'
    elif name in means.gaps.facts:
        way = f"a fact is asked through a role: roles: {{adviser: {{fact: {name}}}}}"
    told.say(UNKNOWN_ROLE, f'unknown role "{name}"', way)


def _channels(node: Node, means: Means) -> tuple[str, ...]:
    """The ladder of channels; ``{phone: 3}`` is phone three times."""
    found: list[str] = []
    for row in node.rows("channels"):
        for name, times, below in _steps(row):
            if name in means.channels:
                found += [name] * times
            else:
                way = way_out(name, means.channels, "channels")
                below.say(UNKNOWN_CHANNEL, f'unknown channel "{name}"', way)
    return tuple(found)


def _steps(row: Node) -> Iterator[tuple[str, int, Node]]:
    """Each channel of a row, how often it is tried, and where that stands."""
    if not isinstance(row.value, Mapping):
        if isinstance(row.value, str):
            yield row.value, 1, row
        return
    for name, below in row.entries():
        times = below.value
        if not isinstance(times, int):
            continue  # the schema has said so
        if 1 <= times <= MOST_TIMES:
            yield name, times, below
        else:
            what = f'"{name}" cannot be tried {times} times'
            below.say(BAD_LADDER, what, f"write a number from 1 to {MOST_TIMES}")


def _due(node: Node, means: Means) -> Due:
    told = node.get("due")
    if told is None or not isinstance(told.value, str):
        return Due()
    found = due(node.text("due"))
    if isinstance(found, Wrong):
        told.tell(found)
        return Due()
    span_fits(found.span, means.parameters, told)
    return found


def _word(node: Node, key: str, kind: type[_Word]) -> _Word | None:
    """The word under the key; None where there is none or the schema refused it."""
    word = node.text(key)
    return kind(word) if word in set(kind) else None
