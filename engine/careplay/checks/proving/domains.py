"""The values a fact can have: all of its type, fewer where careplay works them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from careplay.frozen import dataclass
from careplay.meaning.truth import may_leave_open
from careplay.model.conditions import Known, Leaf
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
            asked = may_leave_open(fact.condition)
            return any(_may_be_open(leaf, facts) for leaf in asked)
        case Decision():
            return _may_not_answer(fact)


def _may_not_answer(decision: Decision) -> bool:
    if decision.hit is Hit.COLLECT and decision.gather in {Gather.SUM, Gather.COUNT}:
        return False
    silent = decision.otherwise is None or any(row.value is None for row in decision.rows)
    return silent or decision.hit is Hit.UNIQUE


def _may_be_open(leaf: Leaf, facts: Mapping[str, Fact]) -> bool:
    """Whether some customer can be without what is asked; a text asks in any case."""
    fact = facts.get(leaf.fact)
    return isinstance(leaf, Known) or fact is None or may_be_missing(fact, facts)


def _values(fact: Fact) -> tuple[Scalar | Parameter, ...] | None:
    """Its values where they can be listed: choices, truths, what a table answers."""
    match fact:
        case Decision() if fact.hit is not Hit.COLLECT:
            told = [row.value for row in fact.rows] + [fact.otherwise]
            return tuple(dict.fromkeys(value for value in told if value is not None))
        case Decision():
            return choices_of(fact) or None
        case Declared() | Measure() | Tier() | Top() | Segment():
            listed = (True, False) if type_of(fact) is Type.BOOLEAN else choices_of(fact)
            return listed or None
        case _:
            assert_never(fact)
