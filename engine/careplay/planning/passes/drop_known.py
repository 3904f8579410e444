"""Drop questions whether a fact is known, where the same group asks for its value anyway.

A comparison with a missing value is as unknown as the question was.
"""

from __future__ import annotations

from careplay.model.conditions import AllOf, Compare, Condition, Contains, Known, OneOf


def drop_known(condition: Condition) -> Condition:
    """The same condition without the ``Known`` that another part of ``AllOf`` implies."""
    if not isinstance(condition, AllOf):
        return condition
    asked = {
        part.fact for part in condition.parts if isinstance(part, Compare | OneOf | Contains)
    }
    kept = (
        part for part in condition.parts if not (isinstance(part, Known) and part.fact in asked)
    )
    return AllOf(tuple(kept))
