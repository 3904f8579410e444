"""Stories: what happens to some customers day by day, and what people are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass

Cells: TypeAlias = Mapping[str, str]
"""Values by name, each as a table would hold it; an empty text is missing."""

NOBODY = "nobody"
"""What is written where an action has no owner."""


class Expected(StrEnum):
    """What is expected of an action, by the key it stands under."""

    TOLD = "told"
    HELD = "held"
    NOT_TOLD = "not_told"
    UNDECIDED = "undecided"
    """Whether it is told cannot be said, for want of a fact."""


class Likeness(StrEnum):
    """How what is written is held against an action."""

    SAME = "is"
    WITHIN = "has"
    """It stands in the text, or in one of several."""
    NOWHERE = "has not"


@dataclass(frozen=True, slots=True)
class Likening:
    """One thing that is written of an action."""

    key: str
    """What it is written under."""
    column: str
    """Of ``ACTION_COLUMNS``."""
    likeness: Likeness
    text: str
    """As the action would tell it; empty where it would tell nothing."""


def is_of(rule: str, name: str) -> bool:
    """Whether the rule is called so, or lies below what is."""
    return rule == name or rule.startswith(f"{name}.")


@dataclass(frozen=True, slots=True)
class Expectation:
    """An action that is told on a day, held, or not told."""

    wanted: Expected
    rule: str
    """An id, or what ids begin with: those that have a dot behind it are meant, too."""
    customer: str | None = None
    compared: tuple[Likening, ...] = ()
    wanting: str = ""
    """The fact for want of which it is undecided; empty for any."""
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    def speaks_of(self, rule: str) -> bool:
        """Whether it is about actions of the rule."""
        return is_of(rule, self.rule)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, known from the day on under which it stands."""

    type: str
    customer: str
    at: datetime | date
    told: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deed:
    """What became of an action that people were told."""

    rule: str
    customer: str | None
    at: datetime
    outcome: str
    """One of ``OUTCOME_KINDS``."""
    told: Cells = field(default_factory=dict)
    place: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class StoryDay:
    """A day that is run, what is otherwise from it on, and what is expected of it."""

    date: date
    customers: Mapping[str, Cells] = field(default_factory=dict)
    """Facts that change; one that is empty from now on is missing."""
    staff: Mapping[str, Cells] = field(default_factory=dict)
    happened: tuple[Happening, ...] = ()
    did: tuple[Deed, ...] = ()
    expected: tuple[Expectation, ...] = ()
    only: bool = False
    """Whether nothing is due but what is expected to be told."""
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a file."""

    id: str
    title: str
    shows: tuple[str, ...] = ()
    """Ids of practices."""
    customers: Mapping[str, Cells] = field(default_factory=dict)
    staff: Mapping[str, Cells] = field(default_factory=dict)
    days: tuple[StoryDay, ...] = ()
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    @property
    def expected(self) -> tuple[Expectation, ...]:
        """All that it expects, day by day."""
        return tuple(each for day in self.days for each in day.expected)
