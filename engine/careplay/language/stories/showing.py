"""Which practices stories show: by an action that is told, or by one that is held back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from careplay.language.codes import NOT_SHOWN
from careplay.language.nodes import Node
from careplay.model.business import Business
from careplay.model.stories import Expected, Story

KEPT_BACK = {Expected.HELD, Expected.NOT_TOLD}


def showing(node: Node, those: Sequence[Story], business: Business) -> Iterator[Story]:
    """The stories of one place, each practice with the first of them that shows it.

    One that none of them can show is told.
    """
    shown = {row.value: _first(str(row.value), those, business) for row in node.rows("shows")}
    for row in node.rows("shows"):
        if shown[row.value] is None:
            what = f'no rule that is told names "{row.value}" in its source'
            row.say(NOT_SHOWN, what, "expect an action of one that does, or one that is held")
    for story in those:
        yield replace(
            story, shows=tuple(each for each in story.shows if shown.get(each) is story)
        )


def practices_told(story: Story, business: Business) -> frozenset[str]:
    """The practices that rules name of which an action is told."""
    told = [each for each in story.expected if each.wanted is Expected.TOLD]
    return frozenset(
        practice
        for rule in business.rules
        if any(each.speaks_of(rule.id) for each in told)
        for practice in rule.source
    )


def _first(practice: str, those: Sequence[Story], business: Business) -> Story | None:
    """One in which it is told, else one in which something is held back."""
    told = (each for each in those if practice in practices_told(each, business))
    return next(chain(told, filter(_keeps_back, those)), None)


def _keeps_back(story: Story) -> bool:
    return any(each.wanted in KEPT_BACK for each in story.expected)
