"""A file of stories to the stories in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careplay.diagnostics import Diagnostic
from careplay.language.codes import NOTHING_EXPECTED, STORY_OUT_OF_ORDER
from careplay.language.nodes import Node
from careplay.language.stories.expecting import expectations, tells_all
from careplay.language.stories.happening import deeds, happenings
from careplay.language.stories.invariants import invariants
from careplay.language.stories.showing import showing
from careplay.language.stories.single import tests
from careplay.language.stories.world import StoryWorld, customers_of, staff_of
from careplay.language.values.moments import day
from careplay.language.wrong import Wrong
from careplay.model.business import Business
from careplay.model.invariants import Invariant
from careplay.model.stories import Story, StoryDay
from careplay.reading.document import Document


def stories(
    document: Document, business: Business
) -> tuple[tuple[Story, ...], tuple[Invariant, ...], tuple[Diagnostic, ...]]:
    """Stories and invariants of a file that follows its schema, and all that is wrong."""
    faults: list[Diagnostic] = []
    top = Node(document, (), document.value, faults)
    told = [
        (below, ((below, _story(name, below, business)),))
        for name, node in top.entries("stories")
        for below in (node.called(f'story "{name}"'),)
    ]
    found: list[Story] = []
    for node, those in (*told, *tests(top, business)):
        for at in (silent := [at for at, story in those if not _expects(story)]):
            at.called("").say(
                NOTHING_EXPECTED,
                f"{at.where} expects nothing",
                "say what is told, held or not told",
                at.key_at,
            )
        if not silent:
            found += showing(node, [story for _, story in those], business)
    held = tuple(invariants(top, business))
    if not (found or held or faults):
        way = "write stories:, tests: or invariants:"
        top.say(NOTHING_EXPECTED, "the file tests nothing", way)
    return tuple(found), held, tuple(faults)


def _story(name: str, node: Node, business: Business) -> Story:
    world = StoryWorld(business, {}, {})
    world.staff.update(staff_of(node, world))
    world.customers.update(customers_of(node, world))
    customers, staff = dict(world.customers), dict(world.staff)
    days = tuple(_days(node, world))
    file = node.document.file
    shows = node.words("shows")
    return Story(name, node.text("title"), shows, customers, staff, days, file, node.key_at)


def _expects(story: Story) -> bool:
    return any(each.expected or each.only for each in story.days)


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
