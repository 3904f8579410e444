"""What an engine is, what it is given of earlier days, and what it hands back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from careplay.frozen import dataclass

if TYPE_CHECKING:
    from datetime import date

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

RELATION = "actions"
"""The name every run gives its result on ``loaded.connection``."""

HOLDS = "holds"
"""The name of the relation of ``Candidates.holds``."""


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier runs decided: relations on the connection, empty where there is none."""

    earlier: str = ""
    """The actions of earlier dates within the look-back, with ``ACTION_COLUMNS``."""
    modes: str = ""
    """``customer_id VARCHAR, mode VARCHAR, date DATE``: when a run last found a mode true."""
    last_run: date | None = None
    """The last date before this one on which a run was made."""
    same: str = ""
    """The actions an earlier run of this very date gave."""


NOTHING = Past()


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
class Odd:
    """How many events of a flow's cases were of a kind of ``careplay.model.flows.ODD``."""

    flow: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the rules ask for on a date, before earlier days and limits have their say."""

    relation: str
    """A table or view on ``loaded.connection`` with ``ACTION_COLUMNS``, its rows in order."""
    holds: str = ""
    """``customer_id VARCHAR, hold VARCHAR``: what holds of whom, as far as the limits ask.

    ``consent <fact>`` where the fact of a ``Consent`` is not true; ``mode <name>`` where the
    mode's condition is true; ``prefer`` where the preferred fact is true. Empty where the
    limits ask nothing of the kind.
    """
    undecided: tuple[Undecided, ...] = ()
    odd: tuple[Odd, ...] = ()
    """In order of the flows, then of ``ODD``; none that is nought."""
    notes: tuple[str, ...] = ()
    """What the engine itself has to tell of how it went, a sentence each."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that a date's rules ask for: what is settled with earlier days and limits."""

    since: date
    """The first day no run has looked at yet."""
    today: Candidates
    missed: tuple[tuple[date, str], ...] = ()
    """What was asked for on days on which nothing was run, by rules that catch up, each with
    a relation of ``ACTION_COLUMNS``; in order of date."""
    standing: str = ""
    """What records (cases and stays) ask for as they now are, whenever it was first due.

    A relation with the column ``action_id``; empty where there is no past to hold it against.
    """


@dataclass(frozen=True, slots=True)
class Outcome:
    """The actions of one business on one date, and what could not be decided."""

    relation: str
    """A table or view on ``loaded.connection`` with the columns of ``ACTION_COLUMNS``."""
    undecided: tuple[Undecided, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader of the actions should know, a sentence each."""
    odd: tuple[Odd, ...] = ()
    """The events that flows could not take as they came."""
    modes: str = ""
    """``Past.modes`` of the next run: of each customer and mode that lasts on, the last day on
    which it was found true; empty where no mode lasts on."""


class Engine(Protocol):
    """A module that carries a business's rules out for one date, in two parts.

    ``careplay.engines.whole`` puts them together.
    """

    def candidates(
        self, business: Business, day: date, loaded: Loaded, since: date, into: str = RELATION
    ) -> Candidates:
        """Make the relation ``into`` of what the rules ask for on the date.

        A missing parameter value is a ParameterError.
        """

    def settle(
        self, business: Business, day: date, loaded: Loaded, found: Found, past: Past
    ) -> None:
        """Make the relation ``actions`` of what was found, earlier days and the limits."""
