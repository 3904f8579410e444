"""What there is of earlier runs, and how what became of it is found again."""

from __future__ import annotations

from datetime import date

from careplay.frozen import dataclass
from careplay.meaning.letting_go import DaysOpen
from careplay.model.conditions import ALWAYS, Condition


@dataclass(frozen=True, slots=True)
class Before:
    """What there is of earlier runs; nothing where nothing is kept."""

    last_run: date | None = None
    """The last date before this one on which a run was made."""
    earlier: bool = False
    """Whether there are actions of earlier dates."""
    modes: bool = False
    """Whether it is known of modes when they were last found true."""
    same: bool = False
    """Whether this very date was run before."""
    late: date | None = None
    """The date of the earliest event that no run knew on its day, or that of the last run."""
    later: bool = False
    """Whether there are actions of later dates."""
    returning: tuple[str, ...] | None = ()
    """The rules of which something may come back on the date; None: any may."""
    unseen: bool = False
    """Whether the last run did not see all of its day, and of days before, that decides a
    change."""
    former_keys: bool = False
    """Whether events of kept days may go by former keys."""
    late_told: bool = False
    """Whether what came in late may have been told by one of them."""
    heard: bool = False
    """Whether something of stays, of days up to that of the last run, is known only now."""


@dataclass(frozen=True, slots=True)
class Comeback:
    """How an occasion of a rule is found again, and when it is no more.

    Its event is looked for by its key; a date that an attribute or a declared fact tells must
    be what it was.
    """

    rule: str
    event: str = ""
    attribute: str = ""
    where: Condition = ALWAYS
    """What must be true of its event."""
    passing: Condition = ALWAYS
    """What must besides, on the day on which it comes back."""
    since: date | None = None
    """The first day on which the former was asked: it is not of what was told before."""
    ends: bool = False
    """Whether the key ends in a day after that of the event."""
    fact: str = ""
    yearly: bool = False
    """Whether only the day of the year must be what it was."""
    told_by: str = ""
    """What it must be told to be of: else the rule waits for something else now."""
    until: date | None = None
    """The latest day of an event for which the rule's own day has come, where that follows."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """What is let go: what was open by the end of the last run's day, and is no more."""

    since: date
    """The day of the last run."""
    days: DaysOpen
    """So many days after its day an action of a rule is open."""


@dataclass(frozen=True, slots=True)
class Recall:
    """What became of earlier actions, by what was said of them up to the date."""

    outcomes: tuple[str, ...]
    """The event types that say so, in order of name."""
    told: bool
    """Whether there are earlier actions."""
    again: bool
    """Whether the date was run before."""
    back: bool
    """Whether anything may come back."""
    later: bool
    """Whether there are actions of later dates."""
    comebacks: tuple[Comeback, ...] = ()
    """How what comes back to customers is found again."""
    stands_on: tuple[Comeback, ...] = ()
    """How what is open is found again, as far as it can be gone while its rule stays."""
    asked: tuple[tuple[str, int], ...] = ()
    """Every rule, in force or not, with how many actions it has."""
    moved: tuple[str, ...] = ()
    """The flows of which an edit may have moved deadlines."""
    let_go: LetGo | None = None
    """None where no earlier day told anything."""

    def __str__(self) -> str:
        back = ", and what of it comes back" if self.back else ""
        return f"{self._became()}{back}"

    def _became(self) -> str:
        whose = {"earlier actions": self.told, "an earlier run of the date": self.again}
        told = " and ".join(name for name, there in whose.items() if there)
        if not self.outcomes:
            return f"recall {told}, of which no event says what became"
        say = "says" if len(self.outcomes) == 1 else "say"
        return f"recall what {', '.join(self.outcomes)} {say} of {told}"
