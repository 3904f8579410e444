"""What the steps of settling are given, and the pieces of text that they share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careplay.engines.base import Found, Past
from careplay.frozen import dataclass
from careplay.model.business import Business, Person
from careplay.model.limits import CONTACTS
from careplay.model.rules import Priority
from careplay.sources.columns import literal

ROWS = '"settling"'
"""The actions on their way, one row each, without what only people read."""

IS_CONTACT = f"verb IN ({', '.join(sorted(map(literal, CONTACTS)))}) AND customer_id <> ''"
IS_DUE = "status = 'due'"

CARRIED = (
    "action_id", "date", "status", "customer_id", "playbook", "rule", "occasion", "verb",
    "channel", "category", "owner", "due_at", "priority", "attempt", "supersedes",
    "deferred_to", "held_by", "winner",
)  # fmt: skip
"""The columns that the steps look at or change."""

CHANGED = (
    "date", "status", "channel", "due_at", "attempt", "supersedes", "deferred_to", "held_by",
    "winner",
)  # fmt: skip

CONTEST = "pressing, due_at, playbook, place, occasion, index, action_id"
"""Who comes first where not all have room."""

TOLD = "customer_id, due_at, pressing, playbook, place, occasion, index, action_id"
"""The order in which actions are told."""


PRESSING = "CASE priority {} END".format(
    " ".join(f"WHEN {literal(each)} THEN {place}" for place, each in enumerate(Priority))
)


@dataclass(frozen=True, slots=True)
class Given:
    """A business, a date, and the relations that hold what was found and what was before."""

    business: Business
    day: date
    people: tuple[Person, ...]
    events: str
    found: Found
    past: Past

    @property
    def today(self) -> str:
        """The date as SQL."""
        return day_(self.day)

    @property
    def types(self) -> frozenset[str]:
        """The event types that tell what became of actions."""
        kinds = ("done", "refused", "unreached", "snoozed")
        return frozenset(f"action.{kind}" for kind in kinds) & {*self.business.event_types}


def day_(day: date) -> str:
    """A date as SQL."""
    return f"DATE '{day.isoformat()}'"


def listed(words: Iterable[str]) -> str:
    """Texts as a list in brackets; one that holds nothing where there are none."""
    return f"({', '.join(map(literal, words)) or 'NULL'})"


def made(name: str, query: str) -> str:
    """The statement that makes a table for the run alone."""
    return f"CREATE OR REPLACE TEMP TABLE {name} AS\n{query}"
