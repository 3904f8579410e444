"""What records ask for as they stand, and which of it no earlier run can have told."""

from __future__ import annotations

from careplay.meaning.standing import asks_since
from careplay.model.conditions import AllOf, Condition, leaves_of


def since_then(condition: Condition) -> Condition:
    """What is true, of all of which ``at_all`` is true, where the condition is."""
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    return AllOf(tuple(each for each in parts if any(map(asks_since, leaves_of(each)))))
