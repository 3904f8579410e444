"""A know-your-customer card: who he is, at a glance, as every writer takes it."""

from __future__ import annotations

import datetime as dt

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer, as whoever looks after him may see him, in words."""

    customer: str
    name: str
    levels: tuple[str, ...]
    """Tiers, levels of tables and segments that he is in."""
    marks: tuple[str, ...]
    """What makes him special, such as what he cannot stand."""
    facts: tuple[tuple[str, str], ...]
    """What is known of him besides: labels and values."""
    contacts: tuple[str, ...]
    """The last contacts, the newest first."""
    tasks: tuple[str, ...]
    cases: tuple[str, ...]
    """Complaints, orders and promises that are open."""
    is_late: bool
    """Whether something of that is late."""


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The cards of the customers of a person."""

    business_id: str
    business: str
    language: str
    date: dt.date
    key: str
    """The person's id."""
    person: str
    cards: tuple[CustomerCard, ...]

    @property
    def name(self) -> str:
        """What tells its file from others of the day."""
        return "cards"

    @property
    def whose(self) -> str:
        """Whose file it is."""
        return f"{self.key}_{self.person}" if self.person != self.key else self.key

    def written(self, form: str = "html") -> bytes:
        """The cards in a form of ``careplay.BOARDS``, in UTF-8; OutputError of any other."""
        from careplay.outputs import cards  # noqa: PLC0415 - Jinja is asked for by one form

        return cards.written(self, form)
