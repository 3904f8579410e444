"""What triggers look at, and what they find."""

from __future__ import annotations

from collections.abc import Mapping, Set as AbstractSet
from dataclasses import field
from datetime import date

from careplay.frozen import dataclass
from careplay.meaning.truth import Row
from careplay.model.business import EventType
from careplay.model.facts import Fact
from careplay.model.types import Type


@dataclass(frozen=True, slots=True)
class Subject:
    """One customer as a trigger sees it; or the business, of which no fact is known."""

    country: str
    declarations: Mapping[str, Fact]
    now: Row
    """The facts as of the date."""
    before: Row
    """The facts as of the day before."""
    events: tuple[Row, ...]
    """Events and records up to the date's end, the least first: by moment, then attributes."""
    attributes: Mapping[str, Type] = field(default_factory=dict)
    """The types of their attributes."""
    event_types: Mapping[str, EventType] = field(default_factory=dict)
    """What events of each type tell."""
    late: tuple[Row, ...] = ()
    """Those of the events that no run knew on their day, where that is asked; in order."""


@dataclass(frozen=True, slots=True)
class FoundOccasion:
    """One reason to look at a rule's condition."""

    key: str
    date: date
    """What ``{occasion}`` stands for in a text."""
    entry: tuple[str, str]
    """What it says of itself among the reasons: a name and a value."""
    event: Row | None = None
    unsure: str = ""
    """The fact for want of which nobody can tell whether the occasion is one."""
    special_day: str = ""
    """The festival or solar term."""
    late: bool = False
    """Whether no run knew of it on its day."""


@dataclass(frozen=True, slots=True)
class ToldKeys:
    """The keys of the occasions that kept days told, where some may be former ones."""

    by_rule: Mapping[tuple[str, str], AbstractSet[str]] = field(default_factory=dict)
    """By customer and rule."""
    late: bool = False
    """Whether what came in late may have been told."""

    def of(self, customer: str, rule: str) -> AbstractSet[str]:
        """Those of a rule for a customer."""
        return self.by_rule.get((customer, rule), frozenset())
