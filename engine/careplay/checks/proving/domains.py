"""The values a fact can have: all of its type, fewer where careplay works them out."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.frozen import dataclass
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Known,
    Missing,
    NoneOf,
    Not,
)
from careplay.model.facts import (
    Aggregate,
    Decision,
    Declared,
    Fact,
    Gather,
    Hit,
    Measure,
    Segment,
    Tier,
    Top,
    choices_of,
    type_of,
)
from careplay.model.types import Parameter, Scalar, Type

NEVER_MISSING = frozenset({Aggregate.COUNT, Aggregate.SUM})


@dataclass(frozen=True, slots=True)
class Domain:
    """What a column can hold."""

    fact: str
    type: Type
    missing: bool
    """Whether it may be missing."""
    values: tuple[Scalar | Parameter, ...] | None = None
    """All its values, where they can be listed."""
    from_nought: bool = False
    """A number that is never below 0."""
    until_today: bool = False
    """A date that never lies after the as-of date."""


def domain(fact: Fact, facts: Mapping[str, Fact]) -> Domain:
    """What is known of the fact's values beforehand."""
    aggregate = fact.aggregate if isinstance(fact, Measure) else None
    past = aggregate in {Aggregate.LATEST, Aggregate.EARLIEST}
    return Domain(
        fact.name,
        type_of(fact),
        may_be_missing(fact, facts),
        _values(fact),
        from_nought=aggregate is Aggregate.COUNT,
        until_today=past and isinstance(fact, Measure) and fact.attribute is None,
    )


def may_be_missing(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether some customer can be without the fact."""
    match fact:
        case Declared():
            return True
        case Measure():
            return fact.aggregate not in NEVER_MISSING
        case Tier() | Top():
            return fact.by not in facts or may_be_missing(facts[fact.by], facts)
        case Segment():
            return _may_be_unknown(fact.condition, facts)
        case Decision():
            return _may_not_answer(fact)


def _may_not_answer(decision: Decision) -> bool:
    if decision.hit is Hit.COLLECT and decision.gather in {Gather.SUM, Gather.COUNT}:
        return False
    silent = decision.otherwise is None or any(row.value is None for row in decision.rows)
    return silent or decision.hit is Hit.UNIQUE


def _may_be_unknown(condition: Condition, facts: Mapping[str, Fact]) -> bool:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return any(_may_be_unknown(part, facts) for part in parts)
        case Not(part):
            return _may_be_unknown(part, facts)
        case NoneOf() | Missing():
            return False
        case Known(fact):
            return True
        case _:
            fact = condition.fact
            return fact not in facts or may_be_missing(facts[fact], facts)


def _values(fact: Fact) -> tuple[Scalar | Parameter, ...] | None:
    """Its values where they can be listed: choices, truths, what a table answers."""
    match fact:
        case Decision() if fact.hit is not Hit.COLLECT:
            told = [row.value for row in fact.rows] + [fact.otherwise]
            return tuple(dict.fromkeys(value for value in told if value is not None))
        case Decision():
            return choices_of(fact) or None
        case _ if type_of(fact) is Type.BOOLEAN:
            return (True, False)
        case _:
            return choices_of(fact) or None
