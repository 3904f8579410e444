"""How long each rule waits, as of a day: by it the next run knows what an edit has changed.

A rule that waits otherwise since an edit goes by its new days from the first run on that knows
of them; until then it waited as before, so that nobody is left in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypedDict

from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, amount_of, clock_of
from careplay.meaning.lasting import told_by
from careplay.model.business import Business, DatedParameter
from careplay.model.digests import digest
from careplay.model.parts import parts_in, rebuilt
from careplay.model.rules import Rule
from careplay.model.triggers import Stands
from careplay.model.types import Parameter, Span, Unit

ALIKE = {Unit.WEEKS: (7, Unit.DAYS), Unit.YEARS: (12, Unit.MONTHS)}
"""Units that are so many of others."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A span as of a day."""

    amount: int
    """Below zero where it runs backward."""
    unit: Unit

    def __str__(self) -> str:
        """As it is kept: ``7 days``."""
        return f"{self.amount} {self.unit}"


class RuleWaits(TypedDict):
    """How long a rule waits as of a day, and for what."""

    of: str
    """The digest of its trigger, whatever the spans."""
    spans: list[str]
    """Each in reading order: ``7 days``."""
    since: str | None
    """The first day that was run by what it waits for; None where no other day is known."""


def waited_for(business: Business) -> dict[str, str]:
    """For what each rule waits, however long: digests by id, of those that wait at all."""
    waiting = _waiting(business)
    rules = (
        rule for rule in waiting if any(parts_in(rule.trigger, Span)) or told_by(rule.trigger)
    )
    return {rule.id: _of(rule) for rule in sorted(rules, key=lambda rule: rule.id)}


def waits(business: Business, day: date, of: Mapping[str, str]) -> dict[str, RuleWaits]:
    """How long each of the rules waits as of the day."""
    clock = clock_of(business, day)
    spans = {rule.id: [*map(str, _waits(rule, clock))] for rule in _waiting(business)}
    return {
        name: {"of": each, "spans": spans[name], "since": None} for name, each in of.items()
    }


def with_since(
    now: Mapping[str, RuleWaits], business: Business, before: Mapping[str, RuleWaits], day: date
) -> dict[str, RuleWaits]:
    """The same, each with since when its rule waits for it, by those of the last run."""
    rules = {rule.id: rule for rule in business.rules}
    found = {name: _since(rules[name], _kept(rules[name], before), day) for name in now}
    told = {name: None if each is None else each.isoformat() for name, each in found.items()}
    return {name: {**each, "since": told[name]} for name, each in now.items()}


def as_waited(
    business: Business, before: Mapping[str, RuleWaits], last: date, day: date
) -> Business:
    """The business, its rules waiting until the day as they did on that of the last run.

    That is so of a rule that waits for the same, its spans counted in the same units. Each
    knows since when it waits for it.
    """
    then, now = clock_of(business, last), clock_of(business, day)
    since = (
        replace(rule, asks_since=_since(rule, _kept(rule, before), day))
        for rule in _waiting(business)
    )
    found = [_as_waited(rule, _kept(rule, before), then, now) for rule in since]
    edited = {rule.id: rule for rule, _ in found}
    rules = tuple(edited.get(rule.id, rule) for rule in business.rules)
    named = {name: dated for _, parameters in found for name, dated in parameters.items()}
    return replace(business, rules=rules, parameters={**business.parameters, **named})


def _waiting(business: Business) -> Iterator[Rule]:
    """The rules that wait by themselves: those of a flow go by what a case says."""
    for rule in business.rules:
        if not (isinstance(rule.trigger, Stands) and rule.trigger.record in business.flows):
            yield rule


def _as_waited(
    rule: Rule, kept: RuleWaits | None, then: Clock, now: Clock
) -> tuple[Rule, dict[str, DatedParameter]]:
    """The rule with a parameter in the place of each number that is another, and those."""
    if kept is None or not _edited(rule, kept, then):
        return rule, {}
    old = map(read_wait, kept["spans"])
    pairs = [*enumerate(zip(parts_in(rule.trigger, Span), old, strict=True))]
    changed = {
        n: _dated(f"{rule.id} {n}", was, _wait(span, now), now.day)
        for n, (span, was) in pairs
        if was != _wait(span, then)
    }
    anew = iter(
        Span(Parameter(changed[n].name), was.unit) if n in changed else span
        for n, (span, was) in pairs
    )
    trigger = rebuilt(rule.trigger, Span, lambda _: next(anew))
    return replace(rule, trigger=trigger), {each.name: each for each in changed.values()}


def _since(rule: Rule, kept: RuleWaits | None, day: date) -> date | None:
    """Since when it waits for what it waits for; of a new rule that is not asked."""
    if kept is None:
        return None
    if kept["of"] != _of(rule):
        return day
    return None if kept["since"] is None else date.fromisoformat(kept["since"])


def _edited(rule: Rule, kept: RuleWaits, then: Clock) -> bool:
    """Whether other numbers are all that is otherwise."""
    old, new = [*map(read_wait, kept["spans"])], _waits(rule, then)
    alike = [each.unit for each in old] == [each.unit for each in new]
    return old != new and alike and kept["of"] == _of(rule)


def _dated(name: str, was: Wait, now: Wait, day: date) -> DatedParameter:
    return DatedParameter(name, ((date.min, was.amount), (day, now.amount)))


def _waits(rule: Rule, clock: Clock) -> list[Wait]:
    return [_wait(span, clock) for span in parts_in(rule.trigger, Span)]


def _of(rule: Rule) -> str:
    return digest(rebuilt(rule.trigger, Span, lambda _: Span(0)))


def _wait(span: Span, clock: Clock) -> Wait:
    many, unit = ALIKE.get(span.unit, (1, span.unit))
    return Wait(amount_of(span, clock) * many, unit)


def _kept(rule: Rule, before: Mapping[str, RuleWaits]) -> RuleWaits | None:
    """How long the rule waited, by the id that it had; None where that is not known."""
    ids = (rule.id, *reversed(rule.was))
    return next((before[each] for each in ids if each in before), None)


def read_wait(told: str) -> Wait:
    """The span as it was kept; ValueError where that is none."""
    amount, unit = told.split(" ")
    return Wait(int(amount), Unit(unit))
