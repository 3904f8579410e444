"""What the limits of a business make of a date, step by step: frozen values, literals only.

A step as text is what ``careplay plan`` prints of it: a line, and a line for each of its parts.
``engines/plain/settling`` does the same by hand, from the model: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import TypeAlias

from careplay.amounts import counted
from careplay.frozen import dataclass
from careplay.model.business import Person
from careplay.model.limits import Limits, Window
from careplay.model.rules import Category, Verb
from careplay.planning.memory import Remembering, SetAside, Tell
from careplay.planning.recall import Before


@dataclass(frozen=True, slots=True)
class Quiet:
    """Contacts due from one time of day to another are due before or after."""

    first: time
    last: time

    def __str__(self) -> str:
        return f"quiet {self.first:%H:%M} to {self.last:%H:%M}"


@dataclass(frozen=True, slots=True)
class Barred:
    """Actions of these verbs and categories are dropped where it holds by that name."""

    name: str
    verbs: tuple[Verb, ...]
    categories: tuple[Category, ...]
    held_by: str

    def __str__(self) -> str:
        return f"{self.name}: never {', '.join(dict.fromkeys((*self.verbs, *self.categories)))}"


@dataclass(frozen=True, slots=True)
class Consented:
    """Actions of a category are dropped where the fact is not true."""

    category: Category
    fact: str
    held_by: str

    def __str__(self) -> str:
        return f"{self.category} needs {self.fact}"


@dataclass(frozen=True, slots=True)
class Lasting:
    """Actions of categories are put off while a mode is on, and so many days after."""

    mode: str
    hold: tuple[Category, ...]
    days: int
    held_by: str
    wait: int = 0
    """How many days after it was first asked for an action may wait, its deadline with it."""

    def __str__(self) -> str:
        lasts = f", {counted(self.days, 'day')} on" if self.days else ""
        waits = f", waiting {counted(self.wait, 'day')} at most" if self.wait else ""
        return f"mode {self.mode} holds {', '.join(self.hold)}{lasts}{waits}"


@dataclass(frozen=True, slots=True)
class HoldBack:
    """What is never done, and then a consent that is wanting, drops; a mode puts off."""

    never: tuple[Barred, ...]
    consents: tuple[Consented, ...]
    modes: tuple[Lasting, ...]
    told: bool
    """Whether it is known when modes were last found true."""

    @property
    def parts(self) -> tuple[Barred | Consented | Lasting, ...]:
        """All of them, in the order in which they are asked."""
        return (*self.never, *self.consents, *self.modes)

    def __str__(self) -> str:
        return "\n".join(("hold back", *map(str, self.parts)))


@dataclass(frozen=True, slots=True)
class Alone:
    """Of these rules' actions for one customer only those of the first occasion are due."""

    rules: tuple[str, ...]
    held_by: str

    def __str__(self) -> str:
        return f"{self.held_by}: {', '.join(self.rules)}"


@dataclass(frozen=True, slots=True)
class Room:
    """A customer's contacts in so many days are at most so many."""

    column: str
    """``category`` or ``channel``; empty where all contacts count."""
    value: str
    free: tuple[Category, ...]
    days: int
    most: int
    held_by: str
    told: bool
    """Whether contacts of earlier days count."""

    def __str__(self) -> str:
        but = f", {', '.join(self.free)} apart" if self.free else ""
        what = f"{self.value} contact" if self.column else "contact"
        return f"at most {counted(self.most, what)} in {counted(self.days, 'day')}{but}"


@dataclass(frozen=True, slots=True)
class Capacity:
    """Nobody gets more actions on a date than so many."""

    room: tuple[tuple[str, int], ...]
    prefer: bool
    """Whether some customers come first."""

    def __str__(self) -> str:
        first = ", some customers first" if self.prefer else ""
        return f"capacity of {counted(len(self.room), 'person', 'people')}{first}"


@dataclass(frozen=True, slots=True)
class KeepModes:
    """The last day on which each mode that lasts was found true, for the next run."""

    modes: tuple[tuple[str, int], ...]
    told: bool
    """Whether it is known when modes were last found true."""

    def __str__(self) -> str:
        lasting = (f"{name} {counted(days, 'day')}" for name, days in self.modes)
        return f"keep modes {', '.join(lasting)}"


Limiting: TypeAlias = Quiet | HoldBack | Alone | Room | Capacity
Settling: TypeAlias = Remembering | Limiting | Tell | KeepModes
"""Whatever earlier days and limits make of a date."""


def limiting(
    limits: Limits, people: tuple[Person, ...], before: Before, *, aside: bool
) -> Iterator[Limiting | SetAside]:
    """In the order in which they are asked; what is set aside is asked of quiet hours alone."""
    if limits.quiet is not None:
        yield Quiet(*limits.quiet)
    if aside:
        yield SetAside()
    if limits.never or limits.consents or limits.modes:
        yield HoldBack(
            tuple(
                Barred(each.name, each.verbs, each.categories, each.held_by)
                for each in limits.never
            ),
            tuple(
                Consented(each.category, each.fact, each.held_by) for each in limits.consents
            ),
            tuple(
                Lasting(each.name, each.hold, each.days, each.held_by, each.wait)
                for each in limits.modes
            ),
            before.modes,
        )
    yield from (Alone(group.rules, group.held_by) for group in limits.exclusive)
    yield from (_room(window, limits, before) for window in limits.windows)
    # Of two people with one id the first is meant.
    known = {person.id: person.capacity for person in reversed(people)}
    room = tuple((who, most) for who, most in known.items() if most is not None)
    if limits.capacity and room:
        yield Capacity(room, bool(limits.prefer))


def keeping(limits: Limits, before: Before) -> Iterator[KeepModes]:
    """What the next run must know of modes."""
    lasting = tuple((mode.name, mode.days) for mode in limits.modes if mode.days)
    if lasting:
        yield KeepModes(lasting, before.modes)


def _room(window: Window, limits: Limits, before: Before) -> Room:
    column = "" if window.of == "contacts" else "channel"
    if window.of in set(Category):
        column = "category"
    told = before.earlier and window.days > 1
    return Room(column, window.of, limits.free, window.days, window.most, window.held_by, told)
