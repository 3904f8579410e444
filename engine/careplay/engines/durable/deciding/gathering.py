"""What an output of a decision table comes to, by the rows that hold."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.meaning.tables import answer, typed
from careplay.model.types import Scalar
from careplay.planning.fact_steps import Decided


def decided(table: Decided, held: Sequence[int]) -> Scalar | None:
    """The answer of the rows at these places, given in order; of the output's own type."""
    if not held:
        return typed(table.otherwise, table.type)
    values = [table.rows[place].value for place in held]
    return answer(values, table.hit, table.gather, table.type)
