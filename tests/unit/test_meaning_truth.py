from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from careplay.engines.plain.deciding import deciding_facts, wanted
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.truth import truth
from careplay.model.business import DatedParameter
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operator,
    TextCompare,
    TextOperator,
    Today,
)
from careplay.model.types import Parameter, Scalar, Span, Unit
from hand import TODAY, world

CONTAINS = TextOperator.CONTAINS

T, F, U = (Compare(name, Operator.EQUAL, 1) for name in ("t", "f", "u"))
ROW: dict[str, Scalar | None] = {"t": 1, "f": 0, "u": None, "word": "美的空调"}
ROW |= {"spend": Decimal("5.50"), "at": datetime.fromisoformat("2026-06-15 23:59"), "on": TODAY}


def clock() -> Clock:
    values = ((date.min, Decimal(5)), (date(2026, 6, 15), Decimal(6)))
    return clock_of(world(parameters={"gold": DatedParameter("gold", values)}), TODAY)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (T, True), (F, False), (U, None),
        (AllOf(()), True), (AnyOf(()), False), (NoneOf(()), True),
        (AllOf((T, T)), True), (AllOf((T, F)), False), (AllOf((T, U)), None),
        (AllOf((U, F)), False),
        (AnyOf((F, F)), False), (AnyOf((F, T)), True), (AnyOf((F, U)), None),
        (AnyOf((U, T)), True),
        (NoneOf((F, U)), True), (NoneOf((U,)), True), (NoneOf((U, T)), False),
        (Not(T), False), (Not(F), True), (Not(U), None), (Not(NoneOf((U,))), False),
    ],
)  # fmt: skip
def test_truth_has_three_values(condition: Condition, *, expected: bool | None) -> None:
    assert truth(condition, ROW, clock()) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Missing("u"), True), (Missing("t"), False), (Missing("never heard of"), True),
        (Known("t"), True), (Known("u"), None),
        (OneOf("t", (0, 1)), True), (OneOf("t", (2, 3)), False), (OneOf("u", (1,)), None),
        (OneOf("t", ()), False), (OneOf("u", ()), None),
        (TextCompare("word", CONTAINS, "空调"), True),
        (TextCompare("word", CONTAINS, "冰箱"), False),
        (TextCompare("u", CONTAINS, "x"), None), (TextCompare("word", CONTAINS, ""), True),
        (TextCompare("word", CONTAINS, "空調"), False),
    ],
)  # fmt: skip
def test_a_question_about_a_missing_value_is_unknown(
    condition: Condition, *, expected: bool | None
) -> None:
    assert truth(condition, ROW, clock()) is expected


@pytest.mark.parametrize(
    ("operator", "below", "same", "above"),
    [
        (Operator.EQUAL, False, True, False),
        (Operator.LESS, False, False, True),
        (Operator.AT_MOST, False, True, True),
        (Operator.MORE, True, False, False),
        (Operator.AT_LEAST, True, True, False),
    ],
)
def test_an_operator_at_its_edge(
    operator: Operator, *, below: bool, same: bool, above: bool
) -> None:
    levels = (Decimal("5.49"), Decimal("5.5"), Decimal("5.51"))
    answers = [truth(Compare("spend", operator, level), ROW, clock()) for level in levels]
    assert answers == [below, same, above]


def test_a_moment_counts_by_its_date() -> None:
    assert truth(Compare("at", Operator.EQUAL, TODAY), ROW, clock()) is True
    assert truth(Compare("at", Operator.MORE, TODAY), ROW, clock()) is False


def test_a_date_may_be_held_against_today_moved() -> None:
    week_ago = Today(Span(1, Unit.WEEKS, negative=True))
    assert truth(Compare("on", Operator.EQUAL, Today(Span(0))), ROW, clock()) is True
    assert truth(Compare("on", Operator.AT_MOST, week_ago), ROW, clock()) is False


def test_a_parameter_has_the_value_of_the_day() -> None:
    assert truth(Compare("spend", Operator.LESS, Parameter("gold")), ROW, clock()) is True
    values = ((date.min, Decimal(5)), (date(2026, 6, 16), Decimal(6)))
    before = clock_of(world(parameters={"gold": DatedParameter("gold", values)}), TODAY)
    assert truth(Compare("spend", Operator.LESS, Parameter("gold")), ROW, before) is False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (T, ()), (U, ("u",)), (Not(U), ("u",)), (Known("k"), ("k",)),
        (AllOf((U, T, Known("k"), U)), ("u", "k")),
        (AllOf((F, U)), ()),
        (AnyOf((F, U, AllOf((Known("k"), F)))), ("u",)),
        (AllOf((NoneOf((Known("k"),)), U)), ("u",)),
        (NoneOf((U,)), ()),
    ],
)  # fmt: skip
def test_wanted_are_the_facts_that_leave_it_open(
    condition: Condition, expected: tuple[str, ...]
) -> None:
    assert wanted(condition, ROW, clock()) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (T, ("t",)), (Missing("u"), ("u",)), (Not(F), ("f",)), (Known("t"), ()),
        (AllOf((Not(F), T, Not(F))), ("f", "t")),
        (AnyOf((F, T, U)), ("t",)),
        (AnyOf((Not(F), T)), ("f", "t")),
        (AllOf((NoneOf((F, AnyOf((U, F)))), T)), ("f", "u", "t")),
        (NoneOf((AllOf((Known("k"), F)),)), ("f",)),
        (AnyOf((AllOf((T, F)), Not(F))), ("f",)),
        (AnyOf((NoneOf((T,)), T)), ("t",)),
        (AllOf((AnyOf((F, T)), Not(F))), ("f", "t")),
        (AllOf((AnyOf((F, T)), Known("f"))), ("t",)),
    ],
)  # fmt: skip
def test_deciding_are_the_facts_that_made_it_true(
    condition: Condition, expected: tuple[str, ...]
) -> None:
    assert deciding_facts(condition, ROW, clock()) == expected
