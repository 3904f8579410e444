"""What an engine is, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

RELATION = "actions"
"""The name every engine gives its result on ``loaded.connection``."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many occasions of a rule stay open for want of a fact; the rule's total has no fact.

    An occasion counts once for each fact it wants, and once in the total, which comes first.
    The facts follow in reading order: the anniversary's calendar fact, then the condition's.
    """

    rule: str
    fact: str
    customers: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The actions of one business on one date, and what could not be decided."""

    relation: str
    """A table or view on ``loaded.connection`` with the columns of ``ACTION_COLUMNS``."""
    undecided: tuple[Undecided, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader of the actions should know, a sentence each."""


class Engine(Protocol):
    """A module or object that carries a business's rules out for one date."""

    def run(self, business: Business, day: date, loaded: Loaded) -> Outcome:
        """Return the actions of the date; a missing parameter value is a ParameterError."""
