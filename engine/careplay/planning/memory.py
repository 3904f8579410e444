"""What earlier days make of a date, step by step: frozen values, literals only.

A step as text is what ``careplay plan`` prints of it: a line, and a line for each of its parts.
``engines/plain/settling`` does the same by hand, from the model: one proves the other.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias, assert_never

from careplay.amounts import counted
from careplay.frozen import dataclass
from careplay.model.rules import Per
from careplay.model.types import Scalar, Type


@dataclass(frozen=True, slots=True)
class MovingFlow:
    """A flow of which an edit may have moved deadlines, its cases told apart by ``by``."""

    flow: str
    by: str
    type: Type
    until: date
    """The last day that was run by what was told."""
    at_once: bool
    """Whether the date is the first that is run by what counts now."""
    several: bool = False
    """Whether there was another edit before, of which a case that waits was not told."""


@dataclass(frozen=True, slots=True)
class MovedDeadlines:
    """A deadline that was told counts until what it is by now was told."""

    flows: tuple[MovingFlow, ...]
    late: tuple[tuple[str, str], ...]
    """The rules that tell somebody above, each with the attribute that says by when."""

    def __str__(self) -> str:
        names = ", ".join(each.flow for each in self.flows)
        return f"what was told to be due of {names} counts until it is told otherwise"


@dataclass(frozen=True, slots=True)
class SetAside:
    """What is told again by another deadline takes no room from others, and needs none."""

    def __str__(self) -> str:
        return "set aside what is told again by another deadline"


@dataclass(frozen=True, slots=True)
class Rarely:
    """A rule that may act only once in something, for one customer."""

    rule: str
    per: Per
    days: int

    def __str__(self) -> str:
        match self.per:
            case Per.DAYS:
                return f"{self.rule} once in {counted(self.days, 'day')}"
            case Per.EVENT | Per.YEAR:
                return f"{self.rule} once per {self.per}"
            case Per.EVER:
                return f"{self.rule} once ever"
            case _:
                assert_never(self.per)


@dataclass(frozen=True, slots=True)
class Heard:
    """The stays of a reception, each told by an attribute of that type."""

    reception: str
    by: str
    type: Type
    events: tuple[str, ...]
    """The types of the events that tell of them."""


@dataclass(frozen=True, slots=True)
class ChangedStays:
    """The stays of which something new is known since the last run.

    Of what happened after its day; and what of days up to that one it did not know.
    """

    stays: tuple[Heard, ...]
    last: date
    late: bool
    """Whether there is anything of these."""

    def __str__(self) -> str:
        names = ", ".join(each.reception for each in self.stays)
        late = ", or later of days up to it" if self.late else ""
        return f"look which stays of {names} changed: heard of after {self.last}{late}"


@dataclass(frozen=True, slots=True)
class LateUndoing:
    """A rule that undoes items, and since when it is looked for stays of which it did not."""

    rule: str
    items: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class Items:
    """The rules of items, of which a stay is told each once, whatever the level."""

    once: tuple[str, ...]
    early: tuple[tuple[str, str], ...]
    """Those that undo an item early, each with that item: told where it was told."""
    late: tuple[LateUndoing, ...]
    """Those that undo items at the end of a stay, or later, where these were told."""

    @property
    def undoing(self) -> tuple[str, ...]:
        """All rules that undo something."""
        return (*(rule for rule, _ in self.early), *(each.rule for each in self.late))


NO_ITEMS = Items((), (), ())


@dataclass(frozen=True, slots=True)
class Renewal:
    """A rule that tells a case anew, and the rules of which one must have told it first."""

    rule: str
    firsts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} where {self.firsts[0]} was told before that date"


@dataclass(frozen=True, slots=True)
class Anew:
    """What was asked for before is not asked for again, nor what ``once`` bars."""

    latest: tuple[str, ...]
    """The rules of which only the latest day's occasions are caught up with."""
    rarely: tuple[Rarely, ...]
    late: bool
    """Whether days are caught up with on which nothing was run."""
    told: bool
    """Whether there are earlier actions."""
    later: bool = False
    """Whether there are actions of later dates."""
    changes: tuple[str, ...] = ()
    """The rules of which, because of those, a change is told that no later day told."""
    items: Items = NO_ITEMS
    renews: tuple[Renewal, ...] = ()
    """The rules that tell cases anew."""

    def __str__(self) -> str:
        last = (f"{rule} on the latest day alone" for rule in self.latest)
        seen = (f"{rule} of no change that a later day told" for rule in self.changes)
        level = (f"{rule} once, whatever the level" for rule in self.items.once)
        undone = (f"{rule} where {item} was told" for rule, item in self.items.early)
        when = "before, nor on a later day" if self.later else "before"
        every = (*self.rarely, *self.renews)
        parts = (*map(str, every), *last, *seen, *level, *undone)
        return "\n".join((f"new is what was not asked for {when}", *parts))


@dataclass(frozen=True, slots=True)
class StepPlace:
    """The place of a step in a version of its flow."""

    version: int
    step: str
    place: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A flow or a reception that rules ask about: how its open actions are held against it."""

    record: str
    by: str
    type: Type
    steps: tuple[StepPlace, ...] = ()
    by_step: tuple[str, ...] = ()
    """The rules whose occasions tell the step and how often the case went back."""
    by_start: tuple[str, ...] = ()
    """Those whose occasions tell which further start of the case they are about."""
    by_pause: tuple[str, ...] = ()
    """Those whose occasions tell since when the case waits."""
    of_goal: tuple[str, ...] = ()
    """Those that warn of the goal of the case."""
    dated: tuple[tuple[str, str], ...] = ()
    """Rules of items, each with the attribute that tells the date it is about."""
    restored: tuple[tuple[str, str, tuple[Scalar, ...]], ...] = ()
    """Rules that undo early, each with what a stay tells that wants again what they undo."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """What is open is withdrawn where its occasion is gone.

    So is what a stay that changed no longer asks for.
    """

    stays: bool
    """Whether there are any."""
    followed: tuple[Followed, ...] = ()
    later: bool = False
    """Whether there are actions of later dates."""
    steps: tuple[str, ...] = ()
    """The rules of steps, which are told again where that of the next step is gone."""

    def __str__(self) -> str:
        gone = "withdraw what is open and has lost its occasion"
        return f"{gone}, or changed stays no longer ask for" if self.stays else gone


@dataclass(frozen=True, slots=True)
class Return:
    """What was put off, or nobody was reached for, comes back beside what is new."""

    standing: tuple[str, ...]
    """The rules of records: theirs comes back only while the record asks for it."""
    asked: tuple[tuple[str, int], ...]
    """The rules in force of which something may come back, with how many actions each has."""
    standing_in: tuple[tuple[str, int, str, str | None], ...]
    """Who does today what is for the business or a store: rule, index, store and owner."""
    places: tuple[str, ...]
    """Every rule, in order."""
    back: bool
    """Whether anything may come back."""
    moved: tuple[str, ...] = ()
    """The rules of steps that are told again where an edit moved what was told."""
    waiting: tuple[str, ...] = ()
    """What holds back and lets deadlines wait, as an action says that it holds it."""

    def __str__(self) -> str:
        if not self.back:
            return "bring nothing back"
        only = "; of cases and stays while they ask for it" if self.standing else ""
        return f"bring back what was put off, snoozed or not reached, asked anew{only}"


@dataclass(frozen=True, slots=True)
class Tell:
    """The actions whole again, in order; what an earlier run of the date told stays."""

    places: tuple[str, ...]
    """Every rule, in order."""
    told: bool
    """Whether there are earlier actions, some of which may have been withdrawn."""
    again: bool
    """Whether the date was run before."""
    aside: bool = False
    """Whether anything was set aside."""

    def __str__(self) -> str:
        return "tell in order" + (", what was told on the date stays" if self.again else "")


Remembering: TypeAlias = MovedDeadlines | ChangedStays | Anew | Withdraw | Return | SetAside
