"""A rule waits for a change in what has no history.

What the customer table tells is known as it is today, never as it was yesterday::

    customers: {facts: {points: integer}}
    ...
    when: {crosses: points, reaches: 1000}

The rule would never find the day on which it changed. Cross a measure, which events tell for
every day; enter a segment that asks a measure or how long ago a date is::

    measures: {points: {sum: amount, of: points.earned}}
    ...
    when: {crosses: points, reaches: 1000}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business, DatedParameter
from careplay.model.conditions import Compare, Leaf, Today, leaves_of
from careplay.model.facts import Decision, Declared, Fact, Measure, Segment, Tier, Top
from careplay.model.parameters import parameters_of
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Happens,
    Leaves,
    OfCalendar,
    Stands,
)

CODE = "CP309"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each rule that waits for a change of what the customer table alone tells."""
    facts = business.facts
    changing: dict[str, bool] = {}
    for fact in business.derived:
        changing[fact.name] = _changes(fact, changing, business.parameters)
    for rule in business.rules:
        match rule.trigger:
            case Crosses(name) if name in facts and not changing.get(name, False):
                what = f'fact "{name}" has no history, so it is never seen to cross a level'
                way = "cross a measure, which events tell for every day"
                yield rule_fault(rule, CODE, what, way, rule.places.get("when"))
            case Enters(name) | Leaves(name) if not changing.get(name, True):
                what = f'segment "{name}" asks only told facts, which have no history'
                way = "ask a measure in it, or how long ago a date is"
                yield rule_fault(rule, CODE, what, way, rule.places.get("when"))
            case Crosses() | Enters() | Leaves():
                pass
            case Anniversary() | After() | Absent() | Happens() | Stands() | OfCalendar():
                pass
            case _:
                assert_never(rule.trigger)


def _changes(
    fact: Fact, known: Mapping[str, bool], parameters: Mapping[str, DatedParameter]
) -> bool:
    """Whether the fact can differ from one day to the next with the same customer table."""
    match fact:
        case Declared():
            return False
        case Top() | Tier():
            return known.get(fact.by, False)
        case Segment():
            return any(_moves(leaf, known, parameters) for leaf in leaves_of(fact.condition))
        case Measure() | Decision():
            return True
        case _:
            assert_never(fact)


def _moves(
    leaf: Leaf, known: Mapping[str, bool], parameters: Mapping[str, DatedParameter]
) -> bool:
    if known.get(leaf.fact, False):
        return True
    if isinstance(leaf, Compare) and isinstance(leaf.value, Today):
        return True
    return any(len(parameters[name].values) > 1 for name in parameters_of(leaf))
