"""Drop questions whether a fact is known, where the same group has asked for its value.

A comparison with a missing value is as unknown as the question was. Only an earlier part
makes a question idle: an open answer names its facts in the order of their first mention.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.model.conditions import AllOf, Condition, Known, Question


def drop_known(condition: Condition) -> Condition:
    """The same condition without the ``Known`` that an earlier part of ``AllOf`` implies."""
    if not isinstance(condition, AllOf):
        return condition
    return AllOf(tuple(_kept(condition.parts)))


def _kept(parts: tuple[Condition, ...]) -> Iterator[Condition]:
    asked: set[str] = set()
    for part in parts:
        if isinstance(part, Known) and part.fact in asked:
            continue
        if isinstance(part, Question):
            asked.add(part.fact)
        yield part
