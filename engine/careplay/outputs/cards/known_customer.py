"""What is known of a customer, whole, before it is put on the card of whoever has him."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from careplay.frozen import dataclass
from careplay.outputs.case import Case


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What is open for the customer."""

    title: str
    verb: str
    code: str
    due_at: dt.datetime
    due_on: dt.date
    days_late: int
    owner: str | None
    role: str


@dataclass(frozen=True, slots=True)
class LastContact:
    """What was done of what was told, or what happened by itself."""

    at: dt.datetime
    what: str
    """The title of an action, or the type of an event."""
    is_action: bool = False
    verb: str = ""


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer of a person, as of a day."""

    key: str
    owner: str
    role: str
    """The role by which the person looks after him."""
    facts: Mapping[str, str | None]
    """Every fact, as a reason tells it."""
    tasks: tuple[OpenTask, ...] = ()
    cases: tuple[Case, ...] = ()
    """The open ones: complaints, orders, promises."""
    contacts: tuple[LastContact, ...] = ()
    """The last ones, the newest first."""
