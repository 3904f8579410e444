"""What a decision table answers by the rows that hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from careplay.engines.durable.deciding.gathering import decided
from careplay.model.conditions import ALWAYS
from careplay.model.facts import Gather, Hit
from careplay.model.types import Scalar, Type
from careplay.planning.fact_steps import Choice, Decided
from careplay.planning.probes import Column

COLLECT = Hit.COLLECT


def table(
    kind: Type,
    hit: Hit,
    values: Sequence[Scalar | None],
    otherwise: Scalar | None = None,
    gather: Gather | None = None,
) -> Decided:
    rows = tuple(Choice(ALWAYS, value) for value in values)
    return Decided(Column("answer"), kind, hit, rows, otherwise, gather)


def answer(made: Decided, *held: int) -> str:
    """As it is written: 3 and 3.0 compare alike."""
    return repr(decided(made, held))


def test_the_first_row_that_holds_answers() -> None:
    first = table(Type.CHOICE, Hit.FIRST, ("A", "B", None), "C")
    assert [answer(first, 0, 1), answer(first, 1, 2), answer(first)] == ["'A'", "'B'", "'C'"]


def test_a_row_that_says_nothing_answers_nothing() -> None:
    assert decided(table(Type.CHOICE, Hit.FIRST, (None, "B"), "C"), (0, 1)) is None


def test_of_a_unique_table_several_rows_answer_nothing() -> None:
    unique = table(Type.CHOICE, Hit.UNIQUE, ("A", "A"), "C")
    assert [answer(unique, 1), answer(unique, 0, 1), answer(unique)] == ["'A'", "None", "'C'"]


def test_a_list_has_each_value_once_in_the_order_of_the_rows() -> None:
    told = table(Type.TEXT, COLLECT, ("b", "a", None, "b"), None, Gather.LIST)
    assert decided(told, (0, 1, 2, 3)) == "b, a"


@pytest.mark.parametrize("values", [(None,), ("",)])
def test_a_list_of_nothing_is_missing(values: tuple[str | None, ...]) -> None:
    assert decided(table(Type.TEXT, COLLECT, values, "none", Gather.LIST), (0,)) is None


@pytest.mark.parametrize(
    ("gather", "expected"),
    [
        (Gather.SUM, "Decimal('13.5')"),
        (Gather.LEAST, "Decimal('3')"),
        (Gather.MOST, "Decimal('10.5')"),
    ],
)
def test_money_is_gathered_from_what_rows_say(gather: Gather, expected: str) -> None:
    told = table(Type.MONEY, COLLECT, (3, None, Decimal("10.5")), None, gather)
    assert answer(told, 0, 1, 2) == expected


@pytest.mark.parametrize(
    ("gather", "expected"),
    [(Gather.SUM, "0"), (Gather.LEAST, "None"), (Gather.MOST, "None"), (Gather.COUNT, "0")],
)
def test_rows_that_say_nothing_come_to_nothing(gather: Gather, expected: str) -> None:
    assert answer(table(Type.INTEGER, COLLECT, (None,), 7, gather), 0) == expected


def test_a_count_counts_the_rows_that_say_something() -> None:
    told = table(Type.INTEGER, COLLECT, ("A", None, "A"), 0, Gather.COUNT)
    assert decided(told, (0, 1, 2)) == 2


def test_dates_are_gathered_by_their_day() -> None:
    days = (date(2026, 3, 1), date(2025, 12, 31))
    assert decided(table(Type.DATE, COLLECT, days, None, Gather.LEAST), (0, 1)) == days[1]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Type.MONEY, 3, "Decimal('3')"),
        (Type.NUMBER, 3, "Decimal('3')"),
        (Type.INTEGER, Decimal("3.00"), "3"),
        (Type.TEXT, Decimal("2.50"), "'2.5'"),
        (Type.TEXT, True, "'true'"),
        (Type.BOOLEAN, True, "True"),
    ],
)
def test_an_answer_is_of_its_own_type(kind: Type, value: Scalar, expected: str) -> None:
    assert answer(table(kind, Hit.FIRST, (), value)) == expected
