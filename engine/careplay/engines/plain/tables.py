"""What a decision table answers for one customer."""

from __future__ import annotations

from careplay.meaning.clock import Clock, value_of
from careplay.meaning.tables import answer, in_force, rank, typed
from careplay.meaning.truth import Row, truth
from careplay.model.facts import Decision, DecisionRow as TableRow, Hit
from careplay.model.types import Parameter, Scalar


def decided(decision: Decision, facts: Row, clock: Clock) -> Scalar | None:
    """The output of the rows that hold; of no row, what the table says otherwise."""
    held = [_value(row.value, clock) for row in decision.rows if row_holds(row, facts, clock)]
    if not held and (decision.hit is not Hit.COLLECT or decision.otherwise is not None):
        return typed(_value(decision.otherwise, clock), decision.type)
    if decision.hit is Hit.PRIORITY:
        held.sort(key=lambda value: rank(value, decision.ranking))
    return answer(held, decision.hit, decision.gather, decision.type)


def row_holds(row: TableRow, facts: Row, clock: Clock) -> bool:
    """Whether the row is in force on the day and its condition is true."""
    return in_force(row, clock.day) and truth(row.condition, facts, clock) is True


def _value(told: Scalar | Parameter | None, clock: Clock) -> Scalar | None:
    return None if told is None else value_of(told, clock)
