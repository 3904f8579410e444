"""What the stories of a business reach of it: the value from which each report is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from careplay.frozen import dataclass


class CoverKind(StrEnum):
    """What is counted, in the order in which it is told."""

    RULES = "rules"
    ITEMS = "items"
    TRANSITIONS = "transitions"
    ROWS = "rows"
    LIMITS = "limits"
    MODES = "modes"


CoverKey: TypeAlias = tuple[CoverKind, str, bool]
"""A thing by its kind and name, and which of its two sides."""

SIDES: Mapping[CoverKind, tuple[str, str]] = {
    CoverKind.RULES: ("told", "not told"),
    CoverKind.ITEMS: ("told", "not told"),
    CoverKind.TRANSITIONS: ("gone", "not gone"),
    CoverKind.ROWS: ("holds", "does not hold"),
    CoverKind.LIMITS: ("holds back", "lets through"),
    CoverKind.MODES: ("holds back", "lets through"),
}
"""What the two sides of a thing are called, that of true first."""

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Coverable:
    """One side of a thing that stories may reach."""

    kind: CoverKind
    name: str
    file: str = ""
    line: int = 0
    side: bool = True

    @property
    def key(self) -> CoverKey:
        """What it is found by among what was reached."""
        return self.kind, self.name, self.side

    @property
    def said(self) -> str:
        """Which side it is, in words."""
        return SIDES[self.kind][not self.side]


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much of a kind is reached."""

    kind: CoverKind
    reached: int
    of: int

    @property
    def percent(self) -> int:
        """The share of it, rounded down: 100 is all of it; of nothing it is 100."""
        return self.reached * WHOLE // self.of if self.of else WHOLE


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the stories of one business reach."""

    business: str
    things: tuple[Coverable, ...]
    """All that there is, in order of kind and place."""
    reached: frozenset[CoverKey]

    @property
    def lacking(self) -> tuple[Coverable, ...]:
        """What no story reaches."""
        return tuple(each for each in self.things if each.key not in self.reached)

    @property
    def counts(self) -> tuple[KindCount, ...]:
        """Of each kind of which the business has anything."""
        return tuple(filter(None, map(self._count, CoverKind)))

    def _count(self, kind: CoverKind) -> KindCount | None:
        those = [each for each in self.things if each.kind is kind]
        met = sum(each.key in self.reached for each in those)
        return KindCount(kind, met, len(those)) if those else None


@dataclass(frozen=True, slots=True)
class CoverageMinimum:
    """How much of a kind must be reached at least."""

    percent: int
    kind: CoverKind | None = None
    """None for each."""

    def below(self, coverages: Sequence[Coverage]) -> tuple[tuple[str, KindCount], ...]:
        """Of which businesses less is reached, with the count of the kind."""
        return tuple(
            (each.business, count)
            for each in coverages
            for count in each.counts
            if self.kind in {None, count.kind} and count.percent < self.percent
        )
