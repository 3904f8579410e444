"""What each rule asks on each day looked at: on an occasion, under a condition, do that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from careplay.frozen import dataclass
from careplay.meaning.days import Late, clock_for
from careplay.model.conditions import AllOf, Condition, Known
from careplay.model.rules import Rule
from careplay.model.triggers import Happens
from careplay.model.types import Type
from careplay.planning.columns import names_as_of
from careplay.planning.conditions import in_literals
from careplay.planning.days import AsOf
from careplay.planning.doing import Doing, doing
from careplay.planning.occasions import Search, sought
from careplay.planning.passes.drop_known import drop_known
from careplay.planning.passes.drop_not_due import drop_not_due
from careplay.planning.passes.flatten import flatten
from careplay.planning.probes import Happened, Kept, Listed
from careplay.planning.reasons import reasons, wants
from careplay.planning.returning import found_again
from careplay.planning.steps import Occasion, Reason, Want


@dataclass(frozen=True, slots=True)
class RuleOccasion:
    """A rule on one of its occasions."""

    rule: Rule
    occasion: Occasion
    condition: Condition
    reasons: tuple[Reason, ...]
    wants: tuple[Want, ...]
    doing: tuple[Doing, ...]
    ago: int
    several: bool = False


def rule_occasions(
    days: Sequence[AsOf], searches: Sequence[Search], types: Mapping[str, Type]
) -> tuple[RuleOccasion, ...]:
    """Everything that is asked, of the date first, then of each day before it.

    Where a rule of events asks the same of an earlier day as of the date, it is asked once.
    """
    found: dict[object, RuleOccasion] = {}
    for day, search in zip(days, searches, strict=True):
        for one in _of_day(day, search, types):
            same = _sameness(one)
            found[same] = _joined(found[same], one) if same in found else one
    return tuple(found.values())


def asked_again(
    rules: Iterable[Rule], day: AsOf, types: Mapping[str, Type]
) -> Iterator[RuleOccasion]:
    """What is asked on the date of occasions that come back; nobody counts what stays open."""
    for rule in rules:
        occasions = found_again(rule, day.clock)
        todo = tuple(doing(rule, occasions, day))
        for occasion in occasions:
            yield replace(_asked(rule, occasion, todo, day, types), wants=())


def _of_day(day: AsOf, search: Search, types: Mapping[str, Type]) -> Iterator[RuleOccasion]:
    for rule in day.rules:
        own = replace(search, clock=clock_for(rule, search.clock))
        occasions = drop_not_due(sought(rule.trigger, own))
        if not occasions:
            continue
        todo = tuple(doing(rule, occasions, day))
        for occasion in occasions:
            yield _asked(rule, occasion, todo, day, types)


def _asked(
    rule: Rule,
    occasion: Occasion,
    todo: tuple[Doing, ...],
    day: AsOf,
    types: Mapping[str, Type],
) -> RuleOccasion:
    """The condition with its reasons, in the names of the columns of the day."""
    condition = in_literals(rule.condition, types, day.clock)
    whole: Condition = condition
    if isinstance(occasion.probe, Kept):
        whole = AllOf((Known(occasion.probe.calendar.fact), condition))
    names = names_as_of(day.ago, day.clock.business)
    return RuleOccasion(
        rule,
        occasion,
        names.condition(drop_known(flatten(whole))),
        tuple(map(names.reason, reasons(condition, occasion.own))),
        tuple(map(names.want, wants(whole))),
        todo,
        day.ago,
        several=_comes_late(occasion),
    )


def _sameness(one: RuleOccasion) -> object:
    """What is asked but for the day of the event; no two rules ask the same."""
    probe, id_ = one.occasion.probe, one.rule.id
    if not isinstance(one.rule.trigger, Happens) or not isinstance(probe, Happened):
        return id_, one.occasion, one.ago
    whenever = replace(probe, days=Listed(()), late=Late.AS_ANY)
    occasion = replace(one.occasion, probe=whenever)
    return id_, occasion, one.condition, one.reasons, one.wants, one.doing


def _joined(one: RuleOccasion, earlier: RuleOccasion) -> RuleOccasion:
    """The same question of the events of both; the date comes first, with what came late."""
    dates = (*_dates(earlier), *_dates(one))
    probe = replace(_happened(one), days=Listed(dates))
    return replace(one, occasion=replace(one.occasion, probe=probe), several=True)


def _comes_late(occasion: Occasion) -> bool:
    """Whether it is asked of events of several days."""
    probe = occasion.probe
    return isinstance(probe, Happened) and probe.late is Late.TOO


def _dates(one: RuleOccasion) -> tuple[date, ...]:
    days = _happened(one).days
    assert isinstance(days, Listed)  # noqa: S101 - an event happens on a day
    return days.dates


def _happened(one: RuleOccasion) -> Happened:
    probe = one.occasion.probe
    assert isinstance(probe, Happened)  # noqa: S101 - nothing else is alike on two days
    return probe
