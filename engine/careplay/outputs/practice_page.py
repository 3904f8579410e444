"""The table of practices as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from careplay.model.practices import Place, Practice, Shown

OPENING = """# Practices and where they live

Made by `careplay practices playbooks --out docs/practices.md` from `playbooks/practices.yaml`,
the `source:` of every playbook and the [stories](stories.md) beside them; not to be edited by
hand. A practice is carried where a story shows it: an action that names it is told, or what it
forbids is prevented. Of the others the page says which rule, step or item names them, or why
no playbook does.
"""
HEADING = """| id | what it asks | kinds | where it lives, or why not | shown by |
|---|---|---|---|---|"""

Stories: TypeAlias = Mapping[str, Sequence[Shown]]
"""By practice, the stories that show it."""


def page(
    practices: Sequence[Practice], places: Mapping[str, Sequence[Place]], stories: Stories
) -> str:
    """The whole page: what is where in numbers, then a table for each family of ids."""
    parts = [OPENING, _count(practices, places, stories)]
    for family, those in groupby(practices, key=lambda each: each.id.split("-")[0]):
        rows = (_row(each, places.get(each.id, ()), stories.get(each.id, ())) for each in those)
        parts.append("\n".join((f"## {family}\n", HEADING, *rows, "")))
    return "\n".join(parts)


def _count(
    practices: Sequence[Practice], places: Mapping[str, Sequence[Place]], stories: Stories
) -> str:
    books = {place.playbook for those in places.values() for place in those}
    shown = [each for each in practices if each.id in stories]
    told = sum(any(one.told for one in stories[each.id]) for each in shown)
    named = sum(each.id not in stories and not each.left_out for each in practices)
    left = sum(bool(each.left_out) for each in practices)
    return (
        f"{len(practices)} practices: {len(shown)} carried, as stories show"
        f" ({told} told, {len(shown) - told} prevented); {named} only named by playbooks;"
        f" {left} left out for a reason. They are named by {len(books)}"
        f" playbook{'s' * (len(books) != 1)}.\n"
    )


def _row(practice: Practice, places: Iterable[Place], stories: Iterable[Shown]) -> str:
    where = practice.left_out or "; ".join(_places(places))
    shown = "; ".join(_stories(stories))
    kinds = ", ".join(practice.kinds)
    return f"| {practice.id} | {practice.asks} | {kinds} | {where} | {shown} |"


def _stories(stories: Iterable[Shown]) -> Iterator[str]:
    """The stories by file: ``hotel/stories/vip`` extended_and_raised."""
    for file, those in groupby(stories, key=lambda each: each.file):
        names = (f"{each.story}{'' if each.told else ' (prevented)'}" for each in those)
        yield f"`{file}` {', '.join(names)}"


def _places(places: Iterable[Place]) -> Iterator[str]:
    """The places by playbook: ``common/complaint`` flow complaint.vent, flow complaint.ask."""
    for playbook, those in groupby(places, key=lambda each: each.playbook):
        yield f"`{playbook}` {', '.join(each.name for each in those)}"
