"""What tells two versions of a business apart: what is written, and what is told by it."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from importlib import import_module
from operator import eq, ge, gt, le, lt
from pathlib import Path

from careplay.diagnostics import NOWHERE, Position, did_you_mean
from careplay.faults import NothingToRunError
from careplay.frozen import dataclass
from careplay.model.business import Business, Person
from careplay.model.stories import is_of
from careplay.outputs.files import replacement_of

PASSED = 6
"""Exit code: what came is more, or less, than was to be let through."""


class WrittenKind(StrEnum):
    """What became of something that is written."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWORDED = "reworded"
    """What people read is said in other words."""
    RENAMED = "renamed"
    MOVED = "moved"
    """It stands in another file."""


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """Where something is written: the file by its name within the business."""

    file: str
    at: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """One thing that is written otherwise."""

    what: str
    """A ``WrittenKind``."""
    name: str
    """What it is called: ``rules.winback.if.points``."""
    old: str = ""
    new: str = ""
    before: WrittenPlace | None = None
    after: WrittenPlace | None = None


class ToldKind(StrEnum):
    """What becomes of an action: of what is due, in one version or in both."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"
    """It is due in both, and something of it is otherwise."""
    UNDECIDED = "undecided"
    """How many occasions more cannot be decided; fewer where it is below 0."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """How many actions of a rule are gained, lost and otherwise."""

    rule: str
    """Its id in the new version; of one that is gone, in the old."""
    gained: int = 0
    lost: int = 0
    changed: int = 0
    undecided: int = 0
    """So many more occasions of it cannot be decided."""

    def of(self, what: str) -> int:
        """The count of that kind."""
        return int(getattr(self, what))


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """How many actions a person is given on a day, and how many he may be."""

    date: dt.date
    person: str | None
    """None: nobody was found for them."""
    before: int
    after: int
    capacity: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is more than he may be given, and was not before."""
        bound = self.capacity
        return bound is not None and self.after > bound >= self.before


@dataclass(frozen=True, slots=True)
class Example:
    """An action that is gained, lost or otherwise, as it may be shown."""

    date: dt.date
    what: str
    """A ``ToldKind``."""
    rule: str
    customer: str | None
    person: str | None
    due_at: dt.datetime
    text: str
    differs: tuple[str, ...] = ()
    """Of one that is otherwise: the columns, each with what it was and what it is."""
    held_by: str = ""
    """Of one that is lost and still stands there: what holds it now."""


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """Two versions of a business, and what each tells on the same days with the same data."""

    old: Business
    new: Business
    days: tuple[dt.date, ...]
    written: tuple[WrittenChange, ...]
    rules: tuple[RuleChange, ...] = ()
    """Those of which anything is otherwise, in the order of the new version."""
    people: tuple[PersonLoad, ...] = ()
    """Those who are given more or less, day by day, in order of id."""
    examples: tuple[Example, ...] = ()
    staff: tuple[Person, ...] = ()
    told: tuple[int, int] = (0, 0)
    """How many actions are due in the old version and in the new."""

    def count(self, what: str, rule: str = "") -> int:
        """How many of that kind, of all rules or of those that are called so."""
        counted = (each.of(what) for each in self.rules if not rule or is_of(each.rule, rule))
        return sum(counted)

    @property
    def overloads(self) -> tuple[PersonLoad, ...]:
        """Those who are given more than they may be, and were not before."""
        return tuple(each for each in self.people if each.is_over)

    def report(self, form: str = "text") -> str:
        """All of it as ``text`` for people, as ``json``, or as ``markdown``."""
        module = import_module(f"careplay.outputs.compared_{form}")
        return str(module.report(self))

    def save(self, file: str | Path) -> Path:
        """Write it as JSON, whole or not at all; OutputError where that cannot be."""
        path = Path(file)
        with replacement_of(path) as part:
            part.write_text(self.report("json"), encoding="utf-8", newline="\n")
        return path


_GATE = re.compile(r"\s*(\w+)\s*(?:\[\s*([^\]\s]+)\s*\])?\s*(>=|<=|==|=|>|<)\s*(-?\d+)\s*")
_COMPARISONS = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq, "==": eq}
KNOWN = (*(each.value for each in ToldKind), "overloads")


@dataclass(frozen=True, slots=True)
class Gate:
    """What is not to be let through: ``gained > 500``, ``lost[complaint] > 0``."""

    text: str
    what: str
    rule: str
    comparison: str
    bound: int

    def is_passed(self, compared: VersionDiff) -> bool:
        """Whether what came is what is not to be let through; raises what ``demand`` does."""
        self.demand(compared)
        if self.what == "overloads":
            count = len(compared.overloads)
        else:
            count = compared.count(self.what, self.rule)
        return bool(_COMPARISONS[self.comparison](count, self.bound))

    def demand(self, compared: VersionDiff) -> None:
        """NothingToRunError where nothing can pass it, for such a gate lets all through.

        That is where neither version has a rule of that name, or no day is run.
        """
        if not compared.days:
            raise NothingToRunError(f'no day was run by which "{self.text}" can be judged')
        known = [rule.id for each in (compared.new, compared.old) for rule in each.rules]
        if self.rule and not any(is_of(each, self.rule) for each in known):
            way = did_you_mean(self.rule, dict.fromkeys(known), "rules")
            raise NothingToRunError(f'"{self.text}": no version has a rule "{self.rule}"{way}')


def gate(text: str) -> Gate:
    """The gate; ValueError, which says how one is written, where it is none."""
    found = _GATE.fullmatch(text)
    what, rule = (found[1], found[2] or "") if found else ("", "")
    is_below = found is not None and int(found[4]) < 0 and what != ToldKind.UNDECIDED
    if found is None or what not in KNOWN or (rule and what == "overloads") or is_below:
        known = ", ".join(KNOWN)
        raise ValueError(
            f'"{text}" asks for nothing; write one such as "gained > 500" or'
            f' "lost[complaint] > 0", of {known}'
        )
    return Gate(text.strip(), what, rule, found[3], int(found[4]))
