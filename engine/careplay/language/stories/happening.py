"""What happens on a day of a story, and what people did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from careplay.language.codes import (
    MISSING_STORY_CUSTOMER,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_EVENT_TYPE,
)
from careplay.language.kinds import of_event
from careplay.language.nodes import Node
from careplay.language.stories.cells import cells, moment_at
from careplay.language.stories.world import (
    StoryWorld,
    outcome_type,
    person,
    rule_name,
    step_of,
)
from careplay.language.suggestions import way_out
from careplay.model.actions import ACTION, OUTCOME_KINDS
from careplay.model.stories import Cells, Deed, Happening

APART = ("at", "customer")
"""Keys that are no attributes."""


def happenings(node: Node, world: StoryWorld, on: date) -> Iterator[Happening]:
    """The events below ``happened``."""
    types = {name: each for name, each in world.business.event_types.items() if not each.record}
    for row in node.rows("happened"):
        for name, below in row.entries():
            if name not in types:
                way = way_out(name, types, "event types")
                below.say(UNKNOWN_EVENT_TYPE, f'unknown event type "{name}"', way, below.key_at)
                continue
            told = _told(below.called(f'event "{name}"'), world, name, APART)
            at = _at(below, on)
            customer = _customer(below, world)
            if customer is not None and at is not None:
                yield Happening(name, customer, at, told)


def changed(event: Happening, node: Node, world: StoryWorld, on: date) -> Happening:
    """The event with what is told of it otherwise."""
    told = _told(node.called(f'event "{event.type}"'), world, event.type, APART)
    when = node.get("at")
    at = None if when is None else moment_at(when, on)
    return replace(event, at=at or event.at, told={**event.told, **told})


def deeds(node: Node, world: StoryWorld, on: date) -> Iterator[Deed]:
    """What people did, below ``did``."""
    for row in node.rows("did"):
        kind = next((each for each in OUTCOME_KINDS if row.get(each) is not None), "")
        named, when = row.get(kind), row.get("at")
        if named is None or when is None:
            continue  # the schema says so
        rule, at = rule_name(named, world.business), moment_at(when, on)
        type_ = None if rule is None else outcome_type(named, world.business, rule, kind)
        if rule is None or type_ is None or at is None:
            continue
        flow, _ = step_of(world.business, rule)
        by = flow.by if flow and kind == "done" else ACTION
        told = _told(row.called(f'event "{type_}"'), world, type_, (*APART, kind, by))
        whose = row.get("customer")
        customer = None if whose is None else person(whose, world.customers, "customer")
        yield Deed(rule, customer, at, kind, told, row.at)


def _at(node: Node, on: date) -> datetime | date | None:
    when = node.get("at")
    return on if when is None else moment_at(when, on)


def _customer(node: Node, world: StoryWorld) -> str | None:
    named = node.get("customer")
    if named is not None:
        return person(named, world.customers, "customer")
    customer = world.only_customer()
    if customer is None:
        way = "name one of the customers of the story"
        node.say(
            MISSING_STORY_CUSTOMER, "it is not said to whom this happened", way, node.key_at
        )
    return customer


def _told(node: Node, world: StoryWorld, type_: str, apart: tuple[str, ...]) -> Cells:
    """What the event tells besides; keys that are told otherwise are left out."""
    kinds = of_event(world.business.event_types[type_], {}).kinds
    value = node.value if isinstance(node.value, dict) else {}
    rest = {name: each for name, each in value.items() if name not in apart}
    below = Node(node.document, node.path, rest, node.faults, node.where)
    return cells(below, {k: v for k, v in kinds.items() if v}, "attribute", UNKNOWN_ATTRIBUTE)
