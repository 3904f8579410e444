"""All that the steps look at: earlier actions, what became of them, and who is held back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from careplay.engines.base import Found, Past
from careplay.engines.plain.facts import customers_of
from careplay.engines.plain.settling.outcomes import ActionOutcome, said
from careplay.engines.plain.settling.stays import Stay, changed
from careplay.engines.plain.table import fetched
from careplay.frozen import dataclass
from careplay.model.business import Business, Person
from careplay.sources.rows import rows

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

Row: TypeAlias = dict[str, Any]
"""An action, by the names of ``ACTION_COLUMNS``."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known when a day is settled."""

    business: Business
    day: date
    today: Sequence[Row] = ()
    """The candidates of the day, in order."""
    missed: Mapping[date, Sequence[Row]] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    """The ids that cases and stays still ask for."""
    earlier: Sequence[Row] = ()
    same: Sequence[Row] = ()
    """The actions that an earlier run of this very date gave."""
    said: Mapping[str, Sequence[ActionOutcome]] = field(default_factory=dict)
    """What became of actions, by id."""
    holds: frozenset[tuple[str, str]] = frozenset()
    """Customers, and what holds of them."""
    modes: Mapping[tuple[str, str], date] = field(default_factory=dict)
    """When a customer's mode was last found true before the day."""
    changed: frozenset[Stay] = frozenset()
    """The stays of which something was heard since the last run."""
    people: Sequence[Person] = ()

    @property
    def latest(self) -> Mapping[str, Row]:
        """The latest row of every earlier action."""
        return {
            row["action_id"]: row for row in sorted(self.earlier, key=lambda row: row["date"])
        }

    def since(self, row: Row) -> tuple[ActionOutcome, ...]:
        """What became of an action since the date of the row."""
        told = self.said.get(row["action_id"], ())
        return tuple(each for each in told if each.at.date() >= row["date"])


def known(business: Business, day: date, loaded: Loaded, found: Found, past: Past) -> Memory:
    """Everything that the relations on the connection tell."""
    connection = loaded.connection
    customers, events = rows(loaded)
    modes: defaultdict[tuple[str, str], date] = defaultdict(lambda: date.min)
    for each in fetched(connection, past.modes):
        place = (each["customer_id"], each["mode"])
        modes[place] = max(modes[place], each["date"])
    return Memory(
        business,
        day,
        fetched(connection, found.today.relation),
        {each: fetched(connection, relation) for each, relation in found.missed},
        frozenset(row["action_id"] for row in fetched(connection, found.standing)),
        fetched(connection, past.earlier),
        fetched(connection, past.same),
        said(business, events, day),
        frozenset(
            (row["customer_id"], row["hold"]) for row in fetched(connection, found.today.holds)
        ),
        modes,
        changed(business, customers_of(customers, events), day, found.since),
        loaded.people,
    )
