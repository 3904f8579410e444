"""Conditions as alternatives, and what the package is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from random import Random

import pytest

from agreement_world import DAY, SINCE, TYPES, WORLD, condition, row
from careplay.engines.durable.judging.chains import (
    ALTERNATIVES,
    WAYS,
    Chains,
    Link,
    TooManyError,
    TruthTest,
    chains,
    way_and_chains,
)
from careplay.engines.durable.judging.comparisons import (
    LARGEST,
    Comparison,
    FieldEncoding,
    comparison,
)
from careplay.engines.durable.judging.packing import package_rules, packs
from careplay.engines.durable.judging.telling import telling
from careplay.meaning.clock import clock_of
from careplay.meaning.truth import Row, truth
from careplay.model.conditions import (
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
    Operator,
    TextCompare,
    TextOperator,
)
from careplay.model.types import Scalar, Type
from careplay.planning.clock import clock_on
from careplay.planning.conditions import in_literals

A, B, C, D = (Compare(name, Operator.EQUAL, value=True) for name in "abcd")
SO: Mapping[TruthTest, frozenset[bool | None]] = {
    TruthTest.TRUE: frozenset({True}),
    TruthTest.FALSE: frozenset({False}),
    TruthTest.NOT_TRUE: frozenset({False, None}),
    TruthTest.NOT_FALSE: frozenset({True, None}),
}
CLOCK = clock_of(WORLD, DAY, SINCE)
EVERY_KIND = {f"a {kind}": kind for kind in Type}


def questions(found: Chains) -> list[set[Leaf]]:
    return [{link.leaf for link in chain} for chain in found]


def is_so(found: Chains, of: Row) -> bool:
    return any(
        all(truth(each.leaf, of, CLOCK) in SO[each.said] for each in chain) for chain in found
    )


def alternately(deep: int) -> tuple[Condition, Condition]:
    """All of so many pairs, any of each; and any of so many pairs, all of it."""
    leaves = [Compare(f"x{n}", Operator.EQUAL, n) for n in range(2 * deep)]
    pairs = list(zip(leaves[::2], leaves[1::2], strict=True))
    return AllOf(tuple(map(AnyOf, pairs))), AnyOf(tuple(map(AllOf, pairs)))


def compared(leaf: Compare | TextCompare | OneOf, kind: Type) -> Comparison:
    return comparison(Link(leaf, TruthTest.TRUE), {leaf.fact: kind})


@pytest.mark.parametrize("said", TruthTest)
def test_alternatives_are_so_of_a_row_just_where_the_condition_is(said: TruthTest) -> None:
    random = Random(7)  # noqa: S311 - no secret
    clock = clock_on(WORLD, DAY, SINCE)
    for _ in range(400):
        made = in_literals(condition(random), TYPES, clock)
        found = chains(made, said, 10_000)
        for of in (row(random) for _ in range(5)):
            assert is_so(found, of) is (truth(made, of, CLOCK) in SO[said]), made


def test_an_alternative_that_another_implies_is_left_out() -> None:
    made = AnyOf((AllOf((A, B)), A, AllOf((C, A))))
    assert questions(chains(made, TruthTest.TRUE)) == [{A}]


def test_what_is_always_so_has_an_alternative_that_asks_nothing() -> None:
    assert chains(AllOf(()), TruthTest.TRUE) == (frozenset(),)


def test_what_is_never_so_has_no_alternative() -> None:
    assert chains(AnyOf((AnyOf(()), Not(Known("a")))), TruthTest.TRUE) == ()


def test_the_values_of_a_short_list_are_alternatives() -> None:
    found = chains(OneOf("a", (1, 2)), TruthTest.TRUE)
    assert questions(found) == [{Compare("a", Operator.EQUAL, n)} for n in (1, 2)]


def test_lists_that_would_make_many_alternatives_are_single_questions() -> None:
    lists = tuple(OneOf(name, (1, 2, 3)) for name in "abcd")
    assert questions(chains(AllOf(lists), TruthTest.TRUE)) == [{*lists}]


def test_a_list_without_values_is_false_of_what_is_known() -> None:
    (known,) = chains(OneOf("a", ()), TruthTest.FALSE)
    assert known == {Link(Missing("a"), TruthTest.FALSE)}


@pytest.mark.parametrize("made", alternately(7))
@pytest.mark.parametrize("said", WAYS)
def test_where_one_way_has_many_alternatives_the_other_is_taken(
    made: Condition, said: TruthTest
) -> None:
    _, found = way_and_chains(made, said)
    assert len(found) == 7


def test_a_condition_with_many_alternatives_either_way_is_told() -> None:
    both = AllOf(alternately(7))
    with pytest.raises(TooManyError):
        way_and_chains(both, TruthTest.TRUE, (ALTERNATIVES,))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Type.INTEGER, 5, "5"),
        (Type.MONEY, Decimal("5000.00"), "500000"),
        (Type.MONEY, Decimal("21474836.47"), "2147483647"),
        (Type.MONEY, Decimal("21474836.48"), "2147483648.0"),
        (Type.NUMBER, Decimal("-2.500000"), "-2500000"),
        (Type.DATE, date(2026, 11, 21), str(date(2026, 11, 21).toordinal())),
        (Type.MOMENT, date(2026, 11, 21), str(date(2026, 11, 21).toordinal())),
        (Type.BOOLEAN, True, "1"),
        (Type.TEXT, "空调", '"空调"'),
        (Type.CHOICE, "it's", '"it\'s"'),
    ],
)
def test_the_package_compares_what_it_compares_exactly(
    kind: Type, value: Scalar, expected: str
) -> None:
    found = compared(Compare("a", Operator.EQUAL, value), kind)
    assert (found.field.told, found.operator, found.literal) == (
        FieldEncoding.VALUE,
        "$eq",
        expected,
    )


@pytest.mark.parametrize(
    ("kind", "leaf"),
    [
        (Type.TEXT, TextCompare("a", TextOperator.CONTAINS, "空调")),
        (Type.TEXT, Compare("a", Operator.LESS, "b")),
        (Type.TEXT, Compare("a", Operator.EQUAL, 'say "hello"')),
        (Type.TEXT, Compare("a", Operator.EQUAL, "x" * 501)),
        (Type.TEXT, Compare("a", Operator.EQUAL, "back\\slash")),
        (Type.TEXT, Compare("a", Operator.EQUAL, "nul\x00")),
        (Type.INTEGER, Compare("a", Operator.LESS, LARGEST)),
        (Type.MONEY, Compare("a", Operator.LESS, Decimal("0.001"))),
        (Type.INTEGER, OneOf("a", (1, 2))),
    ],
)
def test_what_it_does_not_is_told_as_a_truth(
    kind: Type, leaf: Compare | TextCompare | OneOf
) -> None:
    assert compared(leaf, kind).field.told is FieldEncoding.TRUTH


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Type.TEXT, "空调", '"空调"'),
        (Type.TEXT, 'say "hello"', '"\\\\"'),
        (Type.TEXT, "x" * 70_000, '"\\\\"'),
        (Type.INTEGER, 2**63, str(LARGEST)),
        (Type.INTEGER, -(2**63), str(-LARGEST)),
        (Type.MONEY, Decimal("-0.05"), "-5"),
        (Type.MONEY, Decimal("-0.051"), "-5.5"),
        (Type.MONEY, Decimal("0.0501"), "5.5"),
        (Type.MOMENT, datetime(2026, 11, 21, 23, 59), str(DAY.toordinal())),  # noqa: DTZ001
        (Type.BOOLEAN, False, "0"),
        (Type.BOOLEAN, None, None),
    ],
)
def test_a_value_is_told_so_that_it_compares_as_it_does(
    kind: Type, value: Scalar | None, expected: str | None
) -> None:
    operand: Scalar = date.min if kind is Type.MOMENT else "a" if kind is Type.TEXT else 1
    asked_of = compared(Compare("a", Operator.EQUAL, operand), kind)
    assert telling(asked_of.field, {"a": kind})(value) == expected


def test_conditions_that_have_an_alternative_in_common_share_a_rule() -> None:
    made = package_rules(
        (AnyOf((A, B)), A, AllOf((B, A))), TruthTest.TRUE, dict.fromkeys("ab", Type.BOOLEAN)
    )
    assert [rule.places for rule in made.rules] == [(0, 1), (0,), (2,)]


def test_what_more_rules_ask_is_asked_first() -> None:
    made = package_rules(
        (AllOf((A, B)), AllOf((C, B))), TruthTest.TRUE, dict.fromkeys("abc", Type.BOOLEAN)
    )
    assert {rule.comparisons[0].field.fact for rule in made.rules} == {"b"}


def test_no_pack_has_more_than_the_package_has_room_for() -> None:
    names = [f"x{n}" for n in range(400)]
    made = [
        AllOf(tuple(Compare(name, Operator.EQUAL, n) for name in names[n : n + 100]))
        for n in range(300)
    ]
    found = list(
        packs(package_rules(made, TruthTest.TRUE, dict.fromkeys(names, Type.INTEGER)).rules)
    )
    assert sum(map(len, found)) == len(made)
    asked_of = [{each for rule in pack for each in rule.comparisons} for pack in found]
    assert max(map(len, found)) <= 60
    assert max(map(len, asked_of)) <= 300
    assert max(len({each.field for each in pack}) for pack in asked_of) <= 240


def test_a_none_of_asks_of_its_parts_that_they_are_not_true() -> None:
    (found,) = chains(NoneOf((A, AllOf((B, C)))), TruthTest.TRUE, 64)[:1]
    assert {each.said for each in found} == {TruthTest.NOT_TRUE}
