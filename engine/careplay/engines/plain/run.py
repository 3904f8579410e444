"""What the rules of a business ask for on a day, and what they cannot decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from careplay.engines.base import Odd, Undecided
from careplay.engines.plain.actions import MatchedOccasion, action_rows
from careplay.engines.plain.as_told import as_told
from careplay.engines.plain.cases import (
    NOTHING_TOLD,
    Party,
    PlainDay,
    customers,
    itself,
    text_contexts,
)
from careplay.engines.plain.deciding import wanted
from careplay.engines.plain.facts import Customer
from careplay.engines.plain.found import FoundOccasion, ToldKeys
from careplay.engines.plain.holds import active_holds
from careplay.engines.plain.records import odd
from careplay.frozen import dataclass
from careplay.meaning.clock import clock_of
from careplay.meaning.days import ONE_DAY, Late
from careplay.meaning.owners import Staff
from careplay.meaning.truth import truth
from careplay.model.business import Business, Person
from careplay.model.conditions import AllOf, Condition, Known, facts_of
from careplay.model.facts import Calendar, Declared
from careplay.model.limits import Hold
from careplay.model.parameters import at_work, require_values
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import Anniversary, OfFact

_Wanting: TypeAlias = tuple[str, tuple[str, ...]]
"""An occasion that cannot be decided: whose it is, and the facts it wants."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the rules ask for on a date, before earlier days and limits have their say."""

    rows: tuple[dict[str, Any], ...]
    """In order, by the names of ``WHOLE_COLUMNS``."""
    holds: frozenset[tuple[str, Hold, str]]
    """Customers, and what holds of them as far as the limits ask, by kind and name."""
    undecided: tuple[Undecided, ...]
    odd: tuple[Odd, ...]
    today: PlainDay
    parties: tuple[Party, ...]
    """The customers, with all that is known of them on the date."""


@dataclass(frozen=True, slots=True)
class AskedOn:
    """As of which day rules are asked, and of which events."""

    day: date
    since: date
    """The day of the last run, all of which it may not have known; without one the date."""
    late: Late = Late.AS_ANY
    only: str | None = None
    """The one customer whose undecided occasions are counted; None: everybody's."""
    apart: bool = False
    """Whether each customer's are counted apart."""
    last_run: date | None = None
    """The last day that was run before the date of the run."""
    told: ToldKeys = NOTHING_TOLD

    @property
    def after_run(self) -> bool:
        """Whether the day before is looked at as its run, the last one, knew it."""
        return self.last_run == self.day - ONE_DAY


def candidates(
    business: Business, asked: AskedOn, known: Sequence[Customer], people: Sequence[Person]
) -> Candidates:
    """What the rules ask for on the date; a missing parameter value is a ParameterError."""
    day = asked.day
    require_values(business, day)
    clock = clock_of(business, day, asked.since)
    staff = Staff(business.roles, people, day)
    today = PlainDay(business, clock, staff, asked.late, asked.after_run, asked.told)
    everyone = customers(today, known)
    matches: list[MatchedOccasion] = []
    undecided: list[Undecided] = []
    for rule in at_work(business, day):
        parties = everyone if rule.audience is Audience.CUSTOMERS else itself(rule, today)
        found, wants = carried_out(rule, parties, today)
        matches += found
        own = [each for each in wants if asked.only in {None, each[0]}]
        undecided += _counted(rule, own, business, apart=asked.apart)
    lines = sorted(
        (line for match in matches for line in action_rows(match)), key=lambda line: line[0]
    )
    held = frozenset(
        (each.key, *hold)
        for each in everyone
        for hold in active_holds(business.limits, each.subject.now, clock)
    )
    told = tuple(row for _, row in lines)
    open_ = tuple(undecided)
    return Candidates(told, held, open_, odd(business, known, clock), today, everyone)


def together(business: Business, days: Iterable[Candidates]) -> tuple[Undecided, ...]:
    """What stays open on any of the days, in the order in which one day tells it."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in days:
        for told in each.undecided:
            counts[told.rule, told.fact][told.customer] += told.customers
    return tuple(
        Undecided(rule.id, fact, count, whose)
        for rule in business.rules
        for fact in _wanted_by(rule, business)
        for whose, count in sorted(counts[rule.id, fact].items())
    )


def carried_out(
    rule: Rule, parties: Sequence[Party], today: PlainDay
) -> tuple[list[MatchedOccasion], list[_Wanting]]:
    """The matches of a rule; and for each undecided occasion, whose it is and what it wants."""
    matches: list[MatchedOccasion] = []
    wants: list[_Wanting] = []
    for party in parties:
        own: list[MatchedOccasion] = []
        for case in text_contexts(rule, party, today):
            condition = whole_condition(rule.condition, case.occasion)
            answer = truth(condition, case.facts, today.clock)
            if answer is None:
                wants.append((party.key, wanted(condition, case.facts, today.clock)))
            elif answer:
                own.append(MatchedOccasion(rule, party.key, case, today.clock, today.staff))
        matches += as_told(own, today.told, late=today.late is Late.ONLY)
    return matches, wants


def whole_condition(condition: Condition, occasion: FoundOccasion) -> Condition:
    """The rule's condition; before it, where that matters, the calendar must be known."""
    return AllOf((Known(occasion.unsure), condition)) if occasion.unsure else condition


def _counted(
    rule: Rule, wants: Sequence[_Wanting], business: Business, *, apart: bool
) -> Iterator[Undecided]:
    """The rule's total, then each wanted fact in reading order, the calendar's first."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, facts in wants:
        for fact in ("", *facts):
            counts[fact][key if apart else ""] += 1
    for fact in _wanted_by(rule, business):
        for whose, count in sorted(counts[fact].items()):
            yield Undecided(rule.id, fact, count, whose)


def _wanted_by(rule: Rule, business: Business) -> Sequence[str]:
    """The rule's total, which has no fact, then what it may want in reading order."""
    return tuple(dict.fromkeys(("", *_calendars(rule, business), *facts_of(rule.condition))))


def _calendars(rule: Rule, business: Business) -> Iterator[str]:
    """The fact that tells by which calendar the rule's anniversary is kept, if one does."""
    of = rule.trigger.of if isinstance(rule.trigger, Anniversary) else None
    fact = business.facts[of.fact] if isinstance(of, OfFact) else None
    if isinstance(fact, Declared) and not isinstance(fact.calendar, Calendar):
        yield fact.calendar
