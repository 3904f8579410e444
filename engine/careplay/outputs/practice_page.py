"""The table of practices as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from careplay.model.practices import Place, Practice

OPENING = """# Practices and where they live

Made by `careplay practices playbooks --out docs/practices.md` from `playbooks/practices.yaml`
and the `source:` of every playbook; not to be edited by hand. Each practice is carried by a
rule, a step of a flow or an item of a reception, or it says why no playbook carries it.
"""
HEADING = "| id | what it asks | kinds | where it lives, or why not |\n|---|---|---|---|"


def page(practices: Sequence[Practice], places: Mapping[str, Sequence[Place]]) -> str:
    """The whole page: what is where in numbers, then a table for each family of ids."""
    parts = [OPENING, _count(practices, places)]
    for family, those in groupby(practices, key=lambda each: each.id.split("-")[0]):
        rows = (_row(each, places.get(each.id, ())) for each in those)
        parts.append("\n".join((f"## {family}\n", HEADING, *rows, "")))
    return "\n".join(parts)


def _count(practices: Sequence[Practice], places: Mapping[str, Sequence[Place]]) -> str:
    kept = sum(not each.left_out for each in practices)
    left = len(practices) - kept
    books = {place.playbook for those in places.values() for place in those}
    return (
        f"{len(practices)} practices: {kept} carried by {len(books)}"
        f" playbook{'s' * (len(books) != 1)},"
        f" {left} left out for a reason.\n"
    )


def _row(practice: Practice, places: Iterable[Place]) -> str:
    where = practice.left_out or "; ".join(_places(places))
    return f"| {practice.id} | {practice.asks} | {', '.join(practice.kinds)} | {where} |"


def _places(places: Iterable[Place]) -> Iterator[str]:
    """The places by playbook: ``common/complaint`` flow complaint.vent, flow complaint.ask."""
    for playbook, those in groupby(places, key=lambda each: each.playbook):
        yield f"`{playbook}` {', '.join(each.name for each in those)}"
