"""A decision table's output as a step: the rows in force on the day, in literals."""

from __future__ import annotations

from typing import assert_never

from careplay.meaning.clock import value_of
from careplay.meaning.tables import in_force, rank
from careplay.model import words
from careplay.model.facts import Decision, Gather, Hit
from careplay.model.types import Parameter, Scalar, Type, Types
from careplay.planning.clock import BusinessClock
from careplay.planning.columns import names_beside
from careplay.planning.conditions import in_flat_literals
from careplay.planning.fact_steps import Choice, Decided
from careplay.planning.probes import Column


def decided(decision: Decision, column: Column, types: Types, clock: BusinessClock) -> Decided:
    """The step; a table by priority becomes one in which the better rows stand first."""
    rows = [row for row in decision.rows if in_force(row, clock.day)]
    names = names_beside(column, clock.business)
    choices = [
        Choice(
            names.condition(in_flat_literals(row.condition, types, clock)),
            _value(row.value, decision, clock),
        )
        for row in rows
    ]
    match decision.hit:
        case Hit.PRIORITY:
            choices.sort(key=lambda choice: rank(choice.value, decision.ranking))
            hit = Hit.FIRST
        case Hit.FIRST | Hit.UNIQUE | Hit.COLLECT:
            hit = decision.hit
        case _:
            assert_never(decision.hit)
    gather = decision.gather if hit is Hit.COLLECT else None
    return Decided(
        column, decision.type, hit, tuple(choices), _otherwise(decision, clock), gather
    )


def _value(
    told: Scalar | Parameter | None, decision: Decision, clock: BusinessClock
) -> Scalar | None:
    """The value on the day; as text where a list of texts is gathered."""
    if told is None:
        return None
    found = value_of(told, clock)
    gathered = decision.hit is Hit.COLLECT and decision.gather is Gather.LIST
    return words.plain(found, Type.NUMBER) if gathered else found


def _otherwise(decision: Decision, clock: BusinessClock) -> Scalar | None:
    if decision.otherwise is not None:
        return _value(decision.otherwise, decision, clock)
    counted = decision.hit is Hit.COLLECT and decision.gather in {Gather.SUM, Gather.COUNT}
    return 0 if counted else None
