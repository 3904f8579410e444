"""A file of stories to the stories in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careplay.diagnostics import Diagnostic
from careplay.language.codes import (
    NOT_SHOWN,
    NOTHING_EXPECTED,
    STORY_OUT_OF_ORDER,
)
from careplay.language.nodes import Node
from careplay.language.stories.expecting import expectations, tells_all
from careplay.language.stories.happening import deeds, happenings
from careplay.language.stories.world import StoryWorld, customers_of, staff_of
from careplay.language.values.moments import day
from careplay.language.wrong import Wrong
from careplay.model.business import Business
from careplay.model.stories import Expected, Story, StoryDay
from careplay.reading.document import Document


def stories(
    document: Document, business: Business
) -> tuple[tuple[Story, ...], tuple[Diagnostic, ...]]:
    """The stories of a file that follows its schema, and all that is wrong with them."""
    faults: list[Diagnostic] = []
    top = Node(document, (), document.value, faults)
    found = tuple(
        _story(name, below.called(f'story "{name}"'), business)
        for name, below in top.entries("stories")
    )
    return found, tuple(faults)


def _story(name: str, node: Node, business: Business) -> Story:
    world = StoryWorld(business, {}, {})
    world.staff.update(staff_of(node, world))
    world.customers.update(customers_of(node, world))
    customers, staff = dict(world.customers), dict(world.staff)
    days = tuple(_days(node, world))
    file = node.document.file
    shows = node.words("shows")
    story = Story(name, node.text("title"), shows, customers, staff, days, file, node.key_at)
    if not any(each.expected or each.only for each in days):
        way = "say under a day what is told, held or not told"
        node.called("").say(
            NOTHING_EXPECTED, f'story "{name}" expects nothing', way, node.key_at
        )
    else:
        _shown(node, story, business)
    return story


def _days(node: Node, world: StoryWorld) -> Iterator[StoryDay]:
    last: date | None = None
    for text, below in node.entries("days"):
        on = day(text)
        if isinstance(on, Wrong):
            below.tell_key(on)
            continue
        if last is not None and on < last:
            what = f"{on} stands after {last}"
            below.say(STORY_OUT_OF_ORDER, what, "put days in order", below.key_at)
        last = on
        yield _day(below, world, on)


def _day(node: Node, world: StoryWorld, on: date) -> StoryDay:
    customers, staff = customers_of(node, world), staff_of(node, world)
    world.customers.update(customers)
    world.staff.update(staff)
    return StoryDay(
        on,
        customers,
        staff,
        tuple(happenings(node, world, on)),
        tuple(deeds(node, world, on)),
        tuple(expectations(node, world, on)),
        tells_all(node),
        node.key_at,
    )


def _shown(node: Node, story: Story, business: Business) -> None:
    """Tell a practice that nothing which the story expects can show."""
    kept_back = any(each.wanted is not Expected.TOLD for each in story.expected)
    told = practices_told(story, business)
    for row in node.rows("shows"):
        if row.value not in told and not kept_back:
            what = f'no rule that is told names "{row.value}" in its source'
            row.say(NOT_SHOWN, what, "expect an action of one that does, or one that is held")


def practices_told(story: Story, business: Business) -> frozenset[str]:
    """The practices that rules name of which an action is told."""
    told = [each for each in story.expected if each.wanted is Expected.TOLD]
    return frozenset(
        practice
        for rule in business.rules
        if any(each.speaks_of(rule.id) for each in told)
        for practice in rule.source
    )
