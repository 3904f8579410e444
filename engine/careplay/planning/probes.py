"""What is looked for on a date: columns, days, and probes that hold one against the other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.meaning.days import Late
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.triggers import Direction


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """A fact as of the date, or as of so many days before it."""

    fact: str
    ago: int = 0
    as_known: bool = False
    """Whether it is what the last run knew: without the events that came in since."""

    def __str__(self) -> str:
        """The name of the column in every relation."""
        name = f"{self.fact}@{self.ago}" if self.ago else self.fact
        return f"{name} as known" if self.as_known else name


@dataclass(frozen=True, slots=True)
class Listed:
    """Exactly these dates."""

    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Yearly:
    """Every such (month, day) of a year before ``year``."""

    days: tuple[tuple[int, int], ...]
    year: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """The latest date and every so many days before it, without end."""

    latest: date
    every: int


Days: TypeAlias = Listed | Yearly | Stepped


@dataclass(frozen=True, slots=True)
class Always:
    """The date itself gives the occasion, to every customer."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A customer's date is one of the days."""

    column: Column
    days: Days


@dataclass(frozen=True, slots=True)
class Kept:
    """A customer's date is kept on the day, by the calendar that another fact names.

    Where that fact is missing, a date due by either calendar gives the occasion too; the
    conditions of such matches ask for the calendar first, so they stay undecided.
    """

    column: Column
    calendar: Column
    solar: Days
    lunar: Days


@dataclass(frozen=True, slots=True)
class Turned:
    """A boolean fact is now true and was not the day before; or the other way round."""

    now: Column
    before: Column
    to: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """A number passed a level between the day before and the date."""

    now: Column
    before: Column
    level: Decimal
    direction: Direction


@dataclass(frozen=True, slots=True)
class Happened:
    """Each event of a type, dated (by its moment or an attribute) on one of the days.

    Of those that came in late the days may matter not at all, or no other may be asked for.
    """

    event: str
    attribute: str | None
    days: Days
    where: Condition
    late: Late = Late.AS_ANY


@dataclass(frozen=True, slots=True)
class Standing:
    """Each record of a type of which the condition is true, on whatever day it began."""

    event: str
    where: Condition
    key: tuple[str, ...]
    """The attributes that tell an occasion from the customer's others."""
    begins: str
    """What the key begins with: the record and, of a daily one, the date."""
    about: date | None = None
    """The date the occasion is about, where the first attribute of the key does not say."""
    new: Condition = ALWAYS
    """True of what earlier runs cannot have told; the rest only still stands."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a rule found once before and that comes back on the date."""

    rule: str
    event: str = ""
    """The type of the event that gave it; empty where none did."""
    name: str = ""
    """The special day that gave it, where a rule waits for several."""


ByEvent: TypeAlias = Happened | Standing | Returned
"""What is found beside the customers, a row for each occasion."""

Probe: TypeAlias = Always | Dated | Kept | Turned | Passed | ByEvent


def by_event(probe: Probe) -> bool:
    """Whether an event gives the occasion, so that its attributes are known."""
    if isinstance(probe, Returned):
        return bool(probe.event)
    return isinstance(probe, Happened | Standing)
