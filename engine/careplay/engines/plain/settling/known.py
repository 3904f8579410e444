"""All that the steps look at: earlier actions, what became of them, and who is held back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from careplay.engines.base import Past
from careplay.engines.plain.facts import Customer
from careplay.engines.plain.run import Candidates
from careplay.engines.plain.settling.moved import MovedCases
from careplay.engines.plain.settling.outcomes import ActionOutcome, outcomes_by_action
from careplay.engines.plain.settling.stays import Stay, changed
from careplay.engines.plain.table import fetched
from careplay.frozen import dataclass
from careplay.meaning.truth import Row
from careplay.model.actions import ActionRow
from careplay.model.business import Business, Person
from careplay.model.limits import Hold

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

SeenChange: TypeAlias = tuple[str, str, str]
"""What changed for whom: customer, rule, and the key of the occasion without its day."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known when a day is settled."""

    business: Business
    day: date
    remembers: bool = False
    """Whether there are earlier days."""
    today: Sequence[ActionRow] = ()
    """The candidates of the day, in order."""
    missed: Mapping[date, Sequence[ActionRow]] = field(default_factory=dict)
    standing: Mapping[str, ActionRow] = field(default_factory=dict)
    """What cases and stays ask for as they now are, whenever it was first due, by id."""
    earlier: Sequence[ActionRow] = ()
    same: Sequence[ActionRow] = ()
    """The actions that an earlier run of this very date gave."""
    later: frozenset[str] = frozenset()
    """The ids of what later days told and this one has not."""
    said: Mapping[str, Sequence[ActionOutcome]] = field(default_factory=dict)
    """What became of actions, by id."""
    holds: frozenset[tuple[str, Hold, str]] = frozenset()
    """Customers, and what holds of them, by kind and name."""
    modes: Mapping[tuple[str, str], date] = field(default_factory=dict)
    """When a customer's mode was last found true before the day."""
    changed: frozenset[Stay] = frozenset()
    """The stays of which something was heard since the last run, or is known only now."""
    people: Sequence[Person] = ()
    begun: Mapping[str, ActionRow] = field(default_factory=dict)
    """By id, what an earlier run of the date gave and people said something of that day."""
    moved: MovedCases = MovedCases()
    """The cases of which an edit may have moved deadlines."""
    latest: Mapping[str, ActionRow] = field(default_factory=dict)
    """The latest row of every earlier action."""
    first_told: Mapping[str, date] = field(default_factory=dict)
    """The day on which each of them was first told."""

    since_run: date = date.max
    """The day of the last run; without one the date."""
    present: frozenset[str] = frozenset()
    """The customers who are in the table; "" for what is of none."""
    later_acted: Mapping[tuple[str, str], date] = field(default_factory=dict)
    """When each rule first acted for a customer on later days, but for what this day told."""
    later_changes: frozenset[SeenChange] = frozenset()
    """The same by what changed, where the rule waits for a change."""

    def since(self, row: ActionRow) -> tuple[ActionOutcome, ...]:
        """What became of an action since the date of the row."""
        told = self.said.get(row["action_id"], ())
        return tuple(each for each in told if each.at.date() >= row["date"])


@dataclass(frozen=True, slots=True)
class DayFindings:
    """All that a date's rules ask for."""

    since: date
    """The day of the last run; without one the date."""
    today: Candidates
    customers: Sequence[Customer]
    events: Sequence[Row]
    """All events, those of no customer among them."""
    missed: Mapping[date, Sequence[ActionRow]]
    """What was asked for on days on which nothing was run, by rules that catch up."""
    standing: Mapping[str, ActionRow]
    """What cases and stays ask for as they now are, whenever it was first due, by id."""
    moved: MovedCases = MovedCases()


def memory_of(
    business: Business, day: date, loaded: Loaded, found: DayFindings, past: Past
) -> Memory:
    """What was found, and everything that the relations of earlier days tell."""
    connection = loaded.connection
    modes: defaultdict[tuple[str, str], date] = defaultdict(lambda: date.min)
    for each in fetched(connection, past.modes):
        place = (each["customer_id"], each["mode"])
        modes[place] = max(modes[place], each["date"])
    earlier, later = fetched(connection, past.earlier), fetched(connection, past.later)
    same = fetched(connection, past.same)
    absent = frozenset(row["action_id"] for row in fetched(connection, past.begun))
    said = said_of_actions(business, day, loaded, found.events, past)
    return Memory(
        business,
        day,
        bool(past.earlier),
        found.today.rows,
        found.missed,
        found.standing,
        earlier,
        same,
        frozenset(row["action_id"] for row in later),
        said,
        found.today.holds,
        modes,
        changed(business, found.customers, day, found.since, fetched(connection, past.heard)),
        loaded.people,
        begun=begun_on(day, same, said, absent),
        later_acted=acted_first(later),
        later_changes=frozenset(map(change_of, later)),
        moved=found.moved,
        since_run=found.since,
        present=frozenset({"", *(party.key for party in found.today.parties)}),
        **rows_by_action(earlier),
    )


def acted_first(later: Sequence[ActionRow]) -> Mapping[tuple[str, str], date]:
    """The first day on which each rule acted for a customer, but for what was taken back."""
    last = {row["action_id"]: row for row in sorted(later, key=lambda row: row["date"])}
    found: dict[tuple[str, str], date] = {}
    for row in later:
        if row["status"] == "due" and last[row["action_id"]]["status"] != "withdrawn":
            of = row["customer_id"], row["rule"]
            found[of] = min(row["date"], found.get(of, row["date"]))
    return found


def said_of_actions(
    business: Business, day: date, loaded: Loaded, events: Sequence[Row], past: Past
) -> Mapping[str, Sequence[ActionOutcome]]:
    """What became of actions up to the end of the day, by id."""
    rows = fetched(loaded.connection, past.former)
    former = {row["former"]: row["action_id"] for row in rows}
    return outcomes_by_action(business, events, day, former)


def change_of(row: ActionRow) -> SeenChange:
    """What changed, where the rule of the action waits for a change."""
    return row["customer_id"], row["rule"], row["occasion"][: -len(":2026-06-01")]


def begun_on(
    day: date,
    same: Iterable[ActionRow],
    said: Mapping[str, Sequence[ActionOutcome]],
    absent: Collection[str] = (),
) -> Mapping[str, ActionRow]:
    """``begun`` of a memory; ``absent`` are the ids of which it was said of who is absent."""
    spoken = {
        action for action, told in said.items() if any(each.at.date() >= day for each in told)
    }
    return {row["action_id"]: row for row in same if row["action_id"] in {*spoken, *absent}}


def rows_by_action(earlier: Iterable[ActionRow]) -> Mapping[str, Any]:
    """``latest`` and ``first_told`` of a memory of the rows."""
    in_order = sorted(earlier, key=lambda row: row["date"])
    return {
        "latest": {row["action_id"]: row for row in in_order},
        "first_told": {row["action_id"]: row["date"] for row in reversed(in_order)},
    }
