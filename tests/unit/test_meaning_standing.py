from __future__ import annotations

import pytest

from careplay.meaning.standing import at_all
from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    Compare,
    Condition,
    NoneOf,
    OneOf,
    Operator,
    Since,
)
from careplay.model.types import Span
from careplay.planning.standing import since_then

NOW = Since(Span(0))
ASKED: tuple[Condition, ...] = (
    Compare("known_on", Operator.AT_LEAST, NOW),
    OneOf("known_on", (NOW, Since(Span(1)))),
)
OTHER = Compare("step", Operator.EQUAL, "called")


@pytest.mark.parametrize("asked", ASKED)
def test_as_it_stands_a_record_is_asked_for_no_day_of_a_run(asked: Condition) -> None:
    assert at_all(AllOf((asked, NoneOf((asked, OTHER))))) == AllOf(
        (ALWAYS, NoneOf((ALWAYS, OTHER)))
    )


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_new_is_all_that_asks_for_the_day_of_a_run(asked: Condition) -> None:
    assert since_then(AllOf((asked, OTHER))) == AllOf((asked,))
