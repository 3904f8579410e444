"""Tests of one customer: each is a story of one day, and so is each of its cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import TypeAlias

from careplay.language.codes import NOTHING_TO_CHANGE
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.stories.expecting import expectations, tells_all
from careplay.language.stories.happening import changed, happenings
from careplay.language.stories.world import StoryWorld, facts_of, staff_of
from careplay.language.values.moments import day
from careplay.language.wrong import Wrong
from careplay.model.business import Business
from careplay.model.stories import Expected, Happening, Story, StoryDay
from careplay.reading.document import Value

CUSTOMER = "customer"
"""The customer's key, and what his facts stand under."""

Changes: TypeAlias = Mapping[str, Node]
"""What is otherwise, by ``customer`` or type of event."""


def tests(
    top: Node, business: Business
) -> Iterator[tuple[Node, tuple[tuple[Node, Story], ...]]]:
    """Each test with its stories: its own and its cases', by where it says what is expected."""
    for name, node in top.entries("tests"):
        test = node.called(f'test "{name}"')
        yield test, tuple(_stories(name, test, business))


def _stories(name: str, test: Node, business: Business) -> Iterator[tuple[Node, Story]]:
    cases = list(test.entries("cases"))
    if not cases or _expects(test):
        yield test, _story(name, test, test, {}, business)
    for case, below in cases:
        at = below.called(f'case "{case}" of test "{name}"')
        for said, changes in _variations(at):
            yield at, _story(f"{name}.{case}{said}", test, at, changes, business)


def _expects(node: Node) -> bool:
    return any(node.get(each.value) is not None for each in Expected)


def _variations(case: Node) -> Iterator[tuple[str, Changes]]:
    """Every way to take one value of each list, and what tells it from the others."""
    sections = dict(case.entries("with"))
    asked = [
        (section, name, [row.value for row in below.rows()])
        for section, node in sections.items()
        for name, below in node.entries()
    ]
    for taken in product(*(values for _, _, values in asked)):
        chosen: dict[str, dict[str, Value]] = {section: {} for section in sections}
        said = ""
        for (section, name, values), value in zip(asked, taken, strict=True):
            chosen[section][name] = value
            said += f".{name}={_said(value)}" if len(values) > 1 else ""
        yield said, {name: _holding(sections[name], those) for name, those in chosen.items()}


def _said(value: Value) -> str:
    plain = plain_value(value)
    return "missing" if plain is None else spelt(plain)


def _holding(node: Node, values: Mapping[str, Value]) -> Node:
    """The same place with one value for each name."""
    return Node(node.document, node.path, values, node.faults, node.where)


def _story(id_: str, test: Node, case: Node, changes: Changes, business: Business) -> Story:
    world = StoryWorld(business, {CUSTOMER: {}}, {})
    world.staff.update(staff_of(test, world))
    facts = [test.get(CUSTOMER), changes.get(CUSTOMER)]
    told = [facts_of(node, world) for node in facts if node is not None]
    world.customers[CUSTOMER] = {name: text for each in told for name, text in each.items()}
    on = _today(test if case.get("today") is None else case)
    days = (_day(test, case, changes, world, on),)
    title = ": ".join(
        filter(None, (test.text("title"), "" if case is test else case.text("title")))
    )
    file = test.document.file
    return Story(
        id_, title, test.words("shows"), world.customers, world.staff, days, file, case.key_at
    )


def _today(node: Node) -> date:
    """The day that is run; where it is told to be none, one on which the rest can be judged."""
    found = day(node.text("today"))
    if not isinstance(found, Wrong):
        return found
    below = node.get("today")
    if below is not None:  # else the schema says so
        below.tell(found)
    return date.max


def _day(test: Node, case: Node, changes: Changes, world: StoryWorld, on: date) -> StoryDay:
    return StoryDay(
        on,
        happened=tuple(_happened(test, changes, world, on)),
        expected=tuple(expectations(case, world, on)),
        only=tells_all(case),
        at=case.key_at,
    )


def _happened(test: Node, changes: Changes, world: StoryWorld, on: date) -> Iterator[Happening]:
    found = list(happenings(test, world, on))
    for name, node in changes.items():
        if name != CUSTOMER and all(each.type != name for each in found):
            what = f'no "{name}" happened that could be otherwise'
            node.say(NOTHING_TO_CHANGE, what, "put one under happened", node.key_at)
    for event in found:
        otherwise = changes.get(event.type)
        yield event if otherwise is None else changed(event, otherwise, world, on)
