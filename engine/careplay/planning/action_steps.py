"""What is to be done: when it is due, who is asked, and how people read it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.model.rules import Category, Priority, Text, Verb
from careplay.model.types import Unit
from careplay.planning.probes import Column


@dataclass(frozen=True, slots=True)
class Turn:
    """One role asked: the customer's own person by a fact, else a share of a pool."""

    role: str
    """Empty where nobody is asked but whom the column names."""
    fact: str | None
    """The column of the customer's own person."""
    store: str
    """The column of the customer's store; empty where nothing tells it."""
    stores: tuple[tuple[str, tuple[str | None, ...]], ...]
    """The acting people of each store that has any in this role, in order of id."""
    elsewhere: tuple[str | None, ...]
    """The acting people of those without a store."""
    acting: tuple[tuple[str, str | None], ...] = ()
    """Who is absent, and who stands in, where the customer's own person is asked."""


@dataclass(frozen=True, slots=True)
class FromEvent:
    """A due moment counted from an attribute of the event; ``otherwise`` where that is missing.

    A moment is moved by so many units. A date is moved to ``by`` of that many days on; hours
    and minutes count from ``by``.
    """

    attribute: str
    amount: int
    unit: Unit
    by: time
    otherwise: datetime
    earliest: date | None = None
    """A moment on a day before it is moved to the same time of this day."""


@dataclass(frozen=True, slots=True)
class HoursAfterEvent:
    """So many hours after the event's moment."""

    amount: int
    earliest: date | None = None
    """A moment on a day before it is moved to the same time of this day."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """At ``by`` so many days after the event's date."""

    days: int
    by: time
    earliest: date
    """A moment on a day before it is moved to the same time of this day."""


@dataclass(frozen=True, slots=True)
class ByAge:
    """The moment that goes with how many days before the date the event was."""

    moments: tuple[datetime, ...]
    """From the date itself back; of an event before those ``otherwise``."""
    otherwise: datetime


DueMoment: TypeAlias = datetime | HoursAfterEvent | OnDay | ByAge | FromEvent


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Somebody who is not asked: whoever does something else, found turn after turn."""

    turns: tuple[Turn, ...]
    not_to: tuple[str, ...] = ()
    """The columns that name who is not asked for that."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """When an action is due and who is asked, role after role, until somebody is found."""

    rule: int
    """The index of the rule in ``Plan.rules``."""
    index: int
    """The action's place in its rule, from 0."""
    due: DueMoment
    turns: tuple[Turn, ...]
    not_to: tuple[str, ...] = ()
    """The columns that name who is not asked."""
    failed: tuple[PassedOver, ...] = ()
    """Those who are not asked either."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A channel, and the columns that it needs to be known and to be true, if any."""

    channel: str
    needs: Column | None = None
    consent: Column | None = None


@dataclass(frozen=True, slots=True)
class ActionTemplate:
    """An action as people read it; the texts keep only the gaps that a row must fill."""

    verb: Verb
    category: Category
    role: str
    priority: Priority
    text: Text
    reason: Text = ()
    checklist: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    approve: str = ""
    ways: tuple[Rung, ...] = ()
    """In order of preference."""
