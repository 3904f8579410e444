"""What the steps of settling are given, and the pieces of text that they share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careplay.engines.base import Past
from careplay.frozen import dataclass
from careplay.model.actions import KEPT_COLUMNS
from careplay.model.limits import CONTACTS
from careplay.model.rules import Priority
from careplay.sources.columns import day_, literal, quoted

ROWS = '"settling"'
"""The actions on their way, one row each, without what only people read."""
BEGUN = '"settling begun"'
"""What an earlier run of the date gave, and people said something of that day."""
ASKED_FOR = "candidates"
"""The name of the table of candidates."""
CANDIDATES = quoted(ASKED_FOR)
"""What the rules ask for: ``CARRIED``, and ``WHENCE``."""

IS_CONTACT = f"verb IN ({', '.join(sorted(map(literal, CONTACTS)))}) AND customer_id <> ''"
IS_DUE = "status = 'due'"

CARRIED: tuple[str, ...] = (
    "action_id", "date", "status", "customer_id", "playbook", "rule", "occasion", "verb",
    "channel", "category", "owner", "due_at", "priority", "attempt", "supersedes",
    "deferred_to", "held_by", "winner", *(name for name, _ in KEPT_COLUMNS),
)  # fmt: skip
"""The columns that the steps look at or change."""

WHENCE = (
    ("ago", "INTEGER"), ("new", "BOOLEAN"), ("found_on", "DATE"), ("happened", "TIMESTAMP"),
    ("row", "BIGINT"), ("back", "BOOLEAN"), ("channels", "VARCHAR[]"),
)  # fmt: skip
"""Of a candidate: as of how many days before the date it is asked for; whether no earlier run
can have told it; the date found; when that happened which it is about, where quiet hours ask
for it; its row in the schedule; whether it comes back; and the channels that are open, of what
comes back or a case asks for."""

CHANGED = (
    "date", "status", "channel", "owner", "due_at", "attempt", "supersedes", "deferred_to",
    "held_by", "winner",
)  # fmt: skip

CONTEST = 'pressing, due_at, first_told, playbook, place, occasion, "index", action_id'
"""Who comes first where not all have room."""

TOLD = 'customer_id, due_at, pressing, playbook, place, occasion, "index", action_id'
"""The order in which actions are told."""


PRESSING = "CASE priority {} END".format(
    " ".join(f"WHEN {literal(each)} THEN {place}" for place, each in enumerate(Priority))
)


@dataclass(frozen=True, slots=True)
class Given:
    """A date, and the relations that hold events and what was before."""

    day: date
    events: str
    past: Past
    holds: str
    """What the limits ask of customers: ``customer_id, kind, name``."""

    @property
    def begun(self) -> str:
        """What stays as it was when the date is run again; "" where it was not run before."""
        return BEGUN if self.past.same else ""

    @property
    def today(self) -> str:
        """The date as SQL."""
        return day_(self.day)


def carried(row: str = "") -> str:
    """The columns ``CARRIED`` of a row."""
    return ", ".join(f"{row}{quoted(name)}" for name in CARRIED)


def place(rules: Iterable[str], row: str = "") -> str:
    """The place of a row's rule among all rules; after all where it is no more."""
    known = list(rules)
    ids = f"[{', '.join(map(literal, known))}]::VARCHAR[]"
    return f"coalesce(list_position({ids}, {row}rule) - 1, {len(known)})"


def made(name: str, query: str) -> str:
    """The statement that makes a table for the run alone."""
    return f"CREATE OR REPLACE TEMP TABLE {name} AS\n{query}"
