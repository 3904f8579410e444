"""What the rules of a business ask for on a day, and what they cannot decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import RELATION, Candidates, Undecided
from careplay.engines.plain.actions import MatchedOccasion, rows_of
from careplay.engines.plain.cases import Party, PlainDay, cases, customers, itself
from careplay.engines.plain.deciding import wanted
from careplay.engines.plain.facts import customers_of
from careplay.engines.plain.found import Occasion
from careplay.engines.plain.holds import register_holds
from careplay.engines.plain.records import odd
from careplay.engines.plain.table import register
from careplay.meaning.clock import clock_of
from careplay.meaning.owners import Staff
from careplay.meaning.truth import truth
from careplay.model.business import Business
from careplay.model.conditions import AllOf, Condition, Known, facts_of
from careplay.model.facts import Calendar, Declared
from careplay.model.parameters import at_work, require_values
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import Anniversary, OfFact
from careplay.sources.rows import rows

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded


def candidates(
    business: Business, day: date, loaded: Loaded, since: date, into: str = RELATION
) -> Candidates:
    """Make the view ``into`` of what the rules ask for on the date."""
    require_values(business, day)
    clock = clock_of(business, day, since)
    today = PlainDay(business, clock, Staff(business.roles, loaded.people, day))
    known = customers_of(*rows(loaded))
    everyone = customers(today, known)
    matches: list[MatchedOccasion] = []
    undecided: list[Undecided] = []
    for rule in at_work(business, day):
        parties = everyone if rule.audience is Audience.CUSTOMERS else itself(rule, today)
        found, wants = carried_out(rule, parties, today)
        matches += found
        undecided += _counted(rule, wants, business)
    lines = sorted(
        (line for match in matches for line in rows_of(match)), key=lambda line: line[0]
    )
    register(loaded.connection, [row for _, row in lines], into)
    held = register_holds(loaded.connection, business.limits, everyone, clock)
    return Candidates(into, held, tuple(undecided), odd(business, known, clock))


def carried_out(
    rule: Rule, parties: Sequence[Party], today: PlainDay
) -> tuple[list[MatchedOccasion], list[tuple[str, ...]]]:
    """The matches of a rule; and for each undecided occasion, the facts it wants."""
    matches: list[MatchedOccasion] = []
    wants: list[tuple[str, ...]] = []
    for party in parties:
        for case in cases(rule, party, today):
            condition = whole(rule.condition, case.occasion)
            answer = truth(condition, case.facts, today.clock)
            if answer is None:
                wants.append(wanted(condition, case.facts, today.clock))
            elif answer:
                matches.append(MatchedOccasion(rule, party.key, case, today.clock, today.staff))
    return matches, wants


def whole(condition: Condition, occasion: Occasion) -> Condition:
    """The rule's condition; before it, where that matters, the calendar must be known."""
    return AllOf((Known(occasion.unsure), condition)) if occasion.unsure else condition


def _counted(
    rule: Rule, wants: Sequence[tuple[str, ...]], business: Business
) -> Iterator[Undecided]:
    """The rule's total, then each wanted fact in reading order, the calendar's first."""
    if wants:
        yield Undecided(rule.id, "", len(wants))
    counts = Counter(fact for each in wants for fact in each)
    for fact in dict.fromkeys((*_calendars(rule, business), *facts_of(rule.condition))):
        if counts[fact]:
            yield Undecided(rule.id, fact, counts[fact])


def _calendars(rule: Rule, business: Business) -> Iterator[str]:
    """The fact that tells by which calendar the rule's anniversary is kept, if one does."""
    of = rule.trigger.of if isinstance(rule.trigger, Anniversary) else None
    fact = business.facts[of.fact] if isinstance(of, OfFact) else None
    if isinstance(fact, Declared) and not isinstance(fact.calendar, Calendar):
        yield fact.calendar
