"""Which practices stories show: by an action that is told, or by one that is held back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from careplay.language.codes import NOT_SHOWN
from careplay.language.nodes import Node
from careplay.language.stories.world import beginnings
from careplay.model.business import Business
from careplay.model.stories import Expected, Story

KEPT_BACK = {Expected.HELD, Expected.NOT_TOLD}


def showing(node: Node, those: Sequence[Story], business: Business) -> Iterator[Story]:
    """The stories of one place, each practice with the first of them that shows it.

    One that none of them can show is told.
    """
    rows = list(node.rows("shows"))
    told = [(each, practices_told(each, business)) for each in those] if rows else []
    shown = {row.value: _first(str(row.value), told) for row in rows}
    for row in rows:
        if shown[row.value] is None:
            what = f'no rule that is told names "{row.value}" in its source'
            row.say(NOT_SHOWN, what, "expect an action of one that does, or one that is held")
    for story in those:
        yield replace(
            story, shows=tuple(each for each in story.shows if shown.get(each) is story)
        )


def practices_told(story: Story, business: Business) -> frozenset[str]:
    """The practices that rules name of which an action is told."""
    told = {each.rule for each in story.expected if each.wanted is Expected.TOLD}
    return frozenset(
        practice
        for rule in business.rules
        if not told.isdisjoint(beginnings(rule.id))
        for practice in rule.source
    )


def _first(practice: str, told: Sequence[tuple[Story, frozenset[str]]]) -> Story | None:
    """One in which it is told, else one in which something is held back."""
    tells = (each for each, practices in told if practice in practices)
    return next(chain(tells, (each for each, _ in told if _keeps_back(each))), None)


def _keeps_back(story: Story) -> bool:
    return any(each.wanted in KEPT_BACK for each in story.expected)
