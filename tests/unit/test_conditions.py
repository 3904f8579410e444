from __future__ import annotations

from dataclasses import replace

import pytest

from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Leaf,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operand,
    Operator,
    TextCompare,
    TextOperator,
    Today,
    leaves_of,
    mapped,
    operands,
)
from careplay.model.types import Parameter, Span

CONTAINS = TextOperator.CONTAINS

LEAVES: tuple[Leaf, ...] = (
    Compare("a", Operator.MORE, 5), OneOf("b", ("x", Parameter("word"))),
    TextCompare("c", CONTAINS, "y"), Missing("d"), Known("e"),
)  # fmt: skip
NESTED = AllOf((AnyOf((LEAVES[0], Not(LEAVES[1]))), NoneOf((LEAVES[2], AllOf(LEAVES[3:])))))


def test_a_walk_that_changes_nothing_gives_the_same_condition() -> None:
    assert mapped(NESTED, lambda leaf: leaf) == NESTED


def test_a_walk_changes_every_question_and_keeps_the_groups() -> None:
    renamed = mapped(NESTED, lambda leaf: replace(leaf, fact=leaf.fact.upper()))
    assert [leaf.fact for leaf in leaves_of(renamed)] == ["A", "B", "C", "D", "E"]
    assert mapped(renamed, lambda leaf: replace(leaf, fact=leaf.fact.lower())) == NESTED


def test_a_walk_may_put_a_group_where_a_question_was() -> None:
    assert mapped(Not(LEAVES[0]), lambda _: ALWAYS) == Not(ALWAYS)


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [*zip(LEAVES, [(5,), ("x", Parameter("word")), ("y",), (), ()], strict=True)],
)
def test_operands_are_what_a_question_holds_its_fact_against(
    leaf: Leaf, expected: tuple[Operand, ...]
) -> None:
    assert operands(leaf) == expected


def test_a_day_that_moves_is_an_operand() -> None:
    moved: Condition = Compare("at", Operator.LESS, Today(Span(3)))
    assert [operands(leaf) for leaf in leaves_of(moved)] == [(Today(Span(3)),)]
