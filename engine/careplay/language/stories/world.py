"""What a story may speak of: the names of its business, and the people of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.frozen import dataclass
from careplay.language.codes import (
    BAD_STORY_OUTCOME,
    UNKNOWN_COLUMN,
    UNKNOWN_FACT,
    UNKNOWN_STORY_PERSON,
    UNKNOWN_STORY_RULE,
)
from careplay.language.kinds import Kind
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.stories.cells import cells
from careplay.language.suggestions import way_out
from careplay.model.actions import ACTION
from careplay.model.business import STAFF_COLUMNS, Business
from careplay.model.flows import Flow
from careplay.model.stories import Cells, is_of
from careplay.model.types import Type

NOUNS = {"customer": "customers", "person": "people"}


@dataclass(frozen=True, slots=True)
class StoryWorld:
    """The business, and whom a story has told of so far."""

    business: Business
    customers: dict[str, Cells]
    staff: dict[str, Cells]

    def only_customer(self) -> str | None:
        """The customer who is meant where none is named."""
        return next(iter(self.customers)) if len(self.customers) == 1 else None


def customers_of(node: Node, world: StoryWorld) -> dict[str, Cells]:
    """The customers below ``customers``, each with the facts that are told."""
    return {
        key: facts_of(below.called(f'customer "{key}"'), world)
        for key, below in node.entries("customers")
    }


def facts_of(node: Node, world: StoryWorld) -> Cells:
    """The facts of one customer."""
    kinds = {
        each.name: Kind(each.type, each.choices) for each in world.business.declared.values()
    }
    return cells(node, kinds, "fact", UNKNOWN_FACT)


def staff_of(node: Node, world: StoryWorld) -> dict[str, Cells]:
    """The people below ``staff``."""
    kinds = {name: Kind(kind) for name, kind in STAFF_COLUMNS.items() if name != "id"}
    kinds["role"] = Kind(Type.CHOICE, tuple(world.business.roles))
    return {
        key: cells(below.called(f'person "{key}"'), kinds, "column", UNKNOWN_COLUMN)
        for key, below in node.entries("staff")
    }


def person(node: Node, known: Mapping[str, Cells], noun: str) -> str | None:
    """The key that is written, where it is one of the story's own."""
    value = plain_value(node.value)
    key = "" if value is None else spelt(value)
    if key in known:
        return key
    what = f'the story has no {noun} "{key}"'
    node.say(UNKNOWN_STORY_PERSON, what, way_out(key, known, NOUNS[noun]))
    return None


def rule_name(node: Node, business: Business) -> str | None:
    """The rule that is written, or what several rules begin with."""
    value = plain_value(node.value)
    name = "" if value is None else spelt(value)
    if any(is_of(rule.id, name) for rule in business.rules):
        return name
    known = dict.fromkeys(each for rule in business.rules for each in beginnings(rule.id))
    what = f'the business has no rule "{name}"'
    node.say(UNKNOWN_STORY_RULE, what, way_out(name, known, "rules"))
    return None


def outcome_type(node: Node, business: Business, rule: str, kind: str) -> str | None:
    """The type of event that tells it: a step's own where one is done, else the action's."""
    flow, step = step_of(business, rule)
    type_ = flow.done(step) if flow and kind == "done" else f"{ACTION}.{kind}"
    if type_ in business.event_types:
        return type_
    what = f'the business cannot be told that "{rule}" was {kind}'
    way = f'its events have no type "{type_}"'
    node.say(BAD_STORY_OUTCOME, what, way)
    return None


def step_of(business: Business, rule: str) -> tuple[Flow | None, str]:
    """The flow and the step that a rule is of: ``complaint.propose.high`` of propose."""
    name, _, below = rule.partition(".")
    flow, step = business.flows.get(name), below.partition(".")[0]
    if flow is None or all(each.name != step for v in flow.versions for each in v.steps):
        return None, ""
    return flow, step


def beginnings(rule: str) -> Iterator[str]:
    """The id of a rule, and what it begins with up to a dot."""
    yield rule
    while "." in rule:
        rule = rule.rpartition(".")[0]
        yield rule
