"""Limits: what holds actions back, and who yields to whom.

Asked in this order, each of those that are still due: what is never done, consents and modes;
exclusive groups; windows, in the order written; capacity. Of those who compete, the one that
comes first stays: by priority, then due moment, then playbook, place of the rule, occasion and
index (of capacity: the preferred customers before that). Who loses is ``deferred`` to the day
the limit names, or ``dropped`` where that day is after the date by which it is due, with
``held_by`` the limit's name and ``winner`` the action_id of the last one that still got in
(none for what is never done, consents and modes, or where nothing got in). What is done for the
business or a store is of no customer, and takes part in capacity alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import time
from enum import StrEnum

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.conditions import Condition
from careplay.model.rules import Category, Verb

CONTACTS = frozenset({Verb.CALL, Verb.MESSAGE, Verb.VISIT, Verb.SURVEY, Verb.INVITE})
"""The verbs by which a customer is spoken to; gifts, tasks and escalations are none."""


CAPACITY, CHANGED = "capacity", "changed"
"""What ``held_by`` says where nobody has room, and where a stay no longer asks for it."""


class Hold(StrEnum):
    """What may hold of a customer, as far as limits ask."""

    CONSENT = "consent"
    """The fact of a ``Consent`` is not true; it goes by the fact's name."""
    MODE = "mode"
    """The condition of a ``Mode`` is true; it goes by the mode's name."""
    NEVER = "never"
    """The condition of a ``Never`` is true; it goes by its name."""
    PREFER = "prefer"
    """The preferred fact is true; it holds nothing back."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Actions of a category need a boolean fact that is true; without it they are dropped.

    ``held_by``: ``consent <fact>``.
    """

    category: Category
    fact: str
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    @property
    def held_by(self) -> str:
        """What an action says that it drops."""
        return lacking(self.fact)


def lacking(fact: str) -> str:
    """What an action says that is dropped because a consent is not given."""
    return f"consent {fact}"


@dataclass(frozen=True, slots=True)
class Mode:
    """While the condition is true of a customer, actions of these categories are held back.

    They are deferred to the next day. With ``days`` the mode lasts so many days after the last
    day on which a run found it true (D + days is the last). ``held_by``: ``mode <name>``.
    With ``wait`` the days on which it holds an action do not count toward its deadline, which
    is a day later for each, up to so many days after the action was first asked for; what is of
    a case or a stay has the deadline of that.
    """

    name: str
    condition: Condition
    hold: tuple[Category, ...]
    days: int = 0
    wait: int = 0
    label: str = ""
    at: Position = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[Category, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where each category is written."""

    @property
    def held_by(self) -> str:
        """What an action says that it holds back."""
        return f"mode {self.name}"


@dataclass(frozen=True, slots=True)
class Never:
    """Customers of whom the condition is true get no action of these verbs and categories.

    Whatever it is would be done with is dropped. ``held_by``: ``never <fact> <cell>``.
    """

    fact: str
    cell: str
    """What is asked of the fact, as it is written."""
    condition: Condition
    verbs: tuple[Verb, ...] = ()
    categories: tuple[Category, ...] = ()
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    @property
    def name(self) -> str:
        """By what name it holds of a customer."""
        return f"{self.fact} {self.cell}"

    @property
    def held_by(self) -> str:
        """What an action says that it drops."""
        return f"never {self.name}"


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Of the actions of these rules for one customer on one date only the first is due.

    The others are dropped. ``held_by``: ``exclusive <name>``. Actions of the same rule and
    occasion do not compete with each other.
    """

    name: str
    rules: tuple[str, ...]
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    @property
    def held_by(self) -> str:
        """What an action says that loses to another of the group."""
        return f"exclusive {self.name}"


@dataclass(frozen=True, slots=True)
class Window:
    """A customer's contacts in so many days (the date and those before it) are at most so many.

    ``of``: ``contacts`` (all), a category or a channel. Contacts of earlier days count where
    they were due. ``held_by``: ``<of> <days> days: <most>`` (``1 day``). The loser is deferred
    to the day on which the most-th latest contact (of those due, the date's own included)
    leaves the window; with ``most`` 0 it is dropped.
    """

    of: str
    days: int
    most: int
    at: Position = field(default=NOWHERE, compare=False, repr=False)
    named: Position = field(default=NOWHERE, compare=False, repr=False)
    """Where ``of`` is written; ``at`` is where the days are."""

    @property
    def held_by(self) -> str:
        """What an action says for which it has no room."""
        return f"{self.of} {self.days} day{'s' * (self.days != 1)}: {self.most}"


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of a business; empty where it has none.

    What is never done, consents and modes hold every action of a customer. Only contacts are
    counted, held by windows and groups, and moved out of the quiet hours; those of the
    categories ``free`` are neither counted nor held by windows.
    """

    never: tuple[Never, ...] = ()
    consents: tuple[Consent, ...] = ()
    modes: tuple[Mode, ...] = ()
    exclusive: tuple[Exclusive, ...] = ()
    windows: tuple[Window, ...] = ()
    free: tuple[Category, ...] = ()
    quiet: tuple[time, time] | None = None
    """From, to (over midnight where from is later). A contact due inside is due at the
    beginning of the quiet hours instead; where that is before what it is about happened (the
    event; of a case, when it came to its step), or at the date's midnight or earlier, at their
    end."""
    capacity: bool = False
    """Nobody gets more actions a date than the staff table's capacity (missing: no bound).
    ``held_by``: ``capacity``; the loser is deferred to the next day."""
    prefer: str = ""
    """A boolean fact: its customers come first where capacity is short."""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[Category, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where each category of ``free`` is written."""
