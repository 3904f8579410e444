"""Questions as they are numbered: conditions that are asked together, each group once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace

from careplay.engines.durable.programme import Questions
from careplay.frozen import dataclass
from careplay.model.conditions import Condition, mapped


@dataclass(frozen=True, slots=True)
class Numbering:
    """The questions so far, in order; the same conditions have one number."""

    found: dict[tuple[Condition, ...], Questions] = field(default_factory=dict)

    def questions(self, conditions: Iterable[Condition]) -> Questions:
        """The conditions as questions, in their order."""
        asked = tuple(conditions)
        return self.found.setdefault(asked, Questions(len(self.found), asked))


def renamed(condition: Condition, name: Callable[[str], str]) -> Condition:
    """The condition, asking for other names."""
    return mapped(condition, lambda leaf: replace(leaf, fact=name(leaf.fact)))
