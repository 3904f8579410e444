"""Invariants held against what a day tells.

What a condition asks of a customer is what the engine that runs the day says of him, told by a
rule that only looks on, as ``explain`` has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay.authoring.explaining.sight import DaysNames, values_of
from careplay.diagnostics import Diagnostic, quoted
from careplay.frozen import dataclass
from careplay.language.codes import BROKEN_INVARIANT
from careplay.meaning.clock import clock_of
from careplay.meaning.truth import Row, truth
from careplay.model.actions import ActionRow
from careplay.model.business import Business
from careplay.model.conditions import facts_of
from careplay.model.invariants import Invariant
from careplay.model.limits import Limits
from careplay.model.stories import NOBODY, Story
from careplay.model.words import plain
from careplay.pipeline.beside import FACTS, facts_rule, told_beside
from careplay.pipeline.running import Choices

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

DUE = "due"


@dataclass(frozen=True, slots=True)
class Breach:
    """An action that is told, and that an invariant says never to be."""

    invariant: Invariant
    day: date
    customer: str
    action: str
    """Its rule, what it is, and to whom it is told, as part of a sentence."""
    facts: tuple[str, ...]
    """What the invariant asks of the customer, in words."""
    size: int = 0
    """How much there is to know of the customer: of several the smallest is shown."""
    where: str = ""
    """Whose customer he is, as part of a sentence."""

    def diagnostic(self, besides: int) -> Diagnostic:
        """What is told of it; ``besides``: how many more there are."""
        facts = " and ".join(self.facts)
        asked = f" with {facts}" if facts else ""
        more = f"; {besides} more like it" if besides else ""
        said = (
            f"invariant {quoted(self.invariant.id)} is broken on {self.day}: {self.action}"
            f" for customer {quoted(self.customer)}{asked} {self.where}{more}"
        )
        return Diagnostic(self.invariant.file, self.invariant.at, BROKEN_INVARIANT, said)


@dataclass(frozen=True, slots=True)
class Guarded:
    """What came of a day."""

    tried: Collection[str]
    """The customers of whom the invariants were asked."""
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """Who holds the invariants of a business against the days that are run."""

    business: Business
    invariants: tuple[Invariant, ...]
    known: DaysNames
    masked: bool = False
    """Whether what is personal is masked where it is told, as it must be of real people."""

    def seen(self, day: date, loaded: Loaded, choices: Choices) -> Mapping[str, Row]:
        """By customer the facts that are asked about, before the day is kept."""
        told = told_beside(self.business, day, loaded, choices, self._looking)
        return {
            str(row["customer_id"]): values_of(row["because"], self.known)
            for row in told
            if row["rule"] == FACTS
        }

    def held(self, day: date, actions: Iterable[ActionRow], seen: Mapping[str, Row]) -> Guarded:
        """What is told of customers on the day against each invariant."""
        due = [row for row in actions if row["status"] == DUE and row["customer_id"]]
        return Guarded(seen.keys(), tuple(self._breaches(day, due, seen)))

    def _breaches(
        self, day: date, due: Sequence[ActionRow], seen: Mapping[str, Row]
    ) -> Iterator[Breach]:
        clock = clock_of(self.business, day)
        for each in self.invariants:
            for row in due:
                facts = seen.get(str(row["customer_id"]), {})
                if each.speaks_of(row) and truth(each.condition, facts, clock):
                    yield Breach(
                        each, day, str(row["customer_id"]), _told(row), self._said(each, facts)
                    )

    def _said(self, invariant: Invariant, facts: Row) -> tuple[str, ...]:
        return tuple(
            f"{name} {self._shown(name, facts)}" for name in facts_of(invariant.condition)
        )

    def _shown(self, name: str, facts: Row) -> str:
        value = facts.get(name)
        if value is None:
            return "missing"
        if self.masked:
            return self.known.shown(name, value) or "missing"
        return plain(value, self.known.kind(name))

    def _looking(self, known: Business) -> Business:
        """A business that tells what the invariants ask about, and nothing else."""
        names = dict.fromkeys(
            name for each in self.invariants for name in facts_of(each.condition)
        )
        rule = facts_rule(names, next(iter(known.roles), ""))
        return replace(known, rules=(rule,), limits=Limits())


def guard_of(
    business: Business, invariants: tuple[Invariant, ...], *, masked: bool = False
) -> Guard | None:
    """Who holds them; None where there are none."""
    if not invariants:
        return None
    return Guard(business, invariants, DaysNames.of(business, ()), masked)


def in_story(breach: Breach, story: Story) -> Breach:
    """The same of a customer whom the story tells of."""
    cells = story.customers.get(breach.customer, {})
    happened = sum(len(each.happened) for each in story.days if each.date <= breach.day)
    where = f"in story {quoted(story.id)}"
    return replace(breach, size=len(cells) + happened, where=where)


def smallest(breaches: Sequence[Breach], invariant: Invariant) -> tuple[Diagnostic, ...]:
    """What is told of the invariant: its smallest breach, and how many there are besides."""
    those = [each for each in breaches if each.invariant is invariant]
    if not those:
        return ()
    first = min(those, key=lambda each: (each.size, each.day, each.where, each.customer))
    return (first.diagnostic(len(those) - 1),)


def _told(row: ActionRow) -> str:
    return f"{quoted(row['rule'])} ({row['verb']}, to {row['owner'] or NOBODY}) is told"
