from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from careplay.engines.plain.facts import customers_of, facts_of_customers
from careplay.meaning.clock import clock_of
from careplay.model.conditions import Compare, Not, Operator
from careplay.model.facts import Aggregate, Derived, Measure, Segment, Tier, Top
from careplay.model.types import Span, Type, Unit
from hand import TODAY, customer, event, world


def values(fact: Derived, customers: Sequence[Any], events: Sequence[Any] = ()) -> list[Any]:
    full = [{"key": None, "amount": None, "quantity": None, **each} for each in events]
    business = world(derived=(fact,))
    found = facts_of_customers(
        business, customers_of(customers, full), clock_of(business, TODAY)
    )
    return [facts[fact.name] for facts in found]


def measured(aggregate: Aggregate, kind: Type, *events: Any, **options: Any) -> Any:
    measure = Measure("m", aggregate, "purchase", kind, **options)
    return values(measure, [customer()], events)[0]


def test_a_sum_of_nothing_is_nothing() -> None:
    assert measured(Aggregate.SUM, Type.MONEY, attribute="amount") == 0
    assert measured(Aggregate.COUNT, Type.INTEGER) == 0
    assert measured(Aggregate.AVERAGE, Type.NUMBER, attribute="amount") is None
    assert measured(Aggregate.LATEST, Type.MOMENT) is None


def test_an_event_that_lacks_the_attribute_takes_no_part() -> None:
    events = [
        event("purchase", "2026-06-01", amount=Decimal(10)),
        event("purchase", "2026-06-02"),
    ]
    assert measured(Aggregate.SUM, Type.MONEY, *events, attribute="amount") == 10
    assert measured(Aggregate.COUNT, Type.INTEGER, *events, attribute="amount") == 1
    assert measured(Aggregate.COUNT, Type.INTEGER, *events) == 2
    assert measured(Aggregate.AVERAGE, Type.NUMBER, *events, attribute="amount") == 10


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("1", "0", "0"), "0.333333"),
        (("2", "0", "0"), "0.666667"),
        (("-2", "0", "0"), "-0.666667"),
        (("0.01",) + ("0",) * 19_999, "0.000001"),  # half of a millionth
        (("-0.01",) + ("0",) * 19_999, "-0.000001"),
    ],
)
def test_an_average_is_rounded_half_away_from_zero(
    amounts: tuple[str, ...], expected: str
) -> None:
    events = [event("purchase", "2026-06-01", amount=Decimal(each)) for each in amounts]
    found = measured(Aggregate.AVERAGE, Type.NUMBER, *events, attribute="amount")
    assert found == Decimal(expected)


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-06-15 23:59:59", True),
        ("2026-06-16 00:00", False),
        ("2026-06-08 00:00", True),
        ("2026-06-07 23:59", False),
    ],
)
def test_a_window_holds_both_its_ends(at: str, *, counts: bool) -> None:
    found = measured(Aggregate.COUNT, Type.INTEGER, event("purchase", at), within=Span(7))
    assert found == counts


@pytest.mark.parametrize(
    ("unit", "first"),
    [
        (Unit.WEEKS, date(2026, 6, 1)),
        (Unit.MONTHS, date(2026, 4, 15)),
        (Unit.YEARS, date(2024, 6, 15)),
        (Unit.WORKING_DAYS, date(2026, 6, 11)),
    ],
)
def test_a_window_may_be_counted_in_any_unit(unit: Unit, first: date) -> None:
    days = (first, first - timedelta(days=1))
    events = [event("purchase", str(day)) for day in days]
    assert measured(Aggregate.COUNT, Type.INTEGER, *events, within=Span(2, unit)) == 1


def test_only_events_of_which_the_condition_is_true_count() -> None:
    where = Not(Compare("amount", Operator.LESS, 5))
    events = [event("purchase", "2026-06-01", amount=Decimal(n)) for n in (4, 5)]
    events += [event("purchase", "2026-06-01"), event("visit", "2026-06-01")]
    assert measured(Aggregate.COUNT, Type.INTEGER, *events, where=where) == 1


def test_latest_and_earliest_go_by_moment_or_by_attribute() -> None:
    events = [
        event("purchase", "2026-06-02", arrival=date(2026, 7, 1)),
        event("purchase", "2026-06-03", arrival=date(2026, 6, 1)),
    ]
    assert measured(Aggregate.LATEST, Type.MOMENT, *events) == datetime.fromisoformat(
        "2026-06-03 12:00"
    )
    assert measured(Aggregate.EARLIEST, Type.MOMENT, *events) == datetime.fromisoformat(
        "2026-06-02 12:00"
    )
    arrival = {"attribute": "arrival"}
    assert measured(Aggregate.LATEST, Type.DATE, *events, **arrival) == date(2026, 7, 1)
    assert measured(Aggregate.EARLIEST, Type.DATE, *events, **arrival) == date(2026, 6, 1)


HALVES = (("upper", Decimal("0.5")), ("lower", Decimal("0.5")))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((3, 2, 1), ["upper", "upper", "lower"]),  # ceil(1.5) = 2 fit above
        ((3, 2, 2), ["upper", "lower", "lower"]),  # equals go down together
        ((2, 2, 2), ["lower", "lower", "lower"]),
        ((2, None, 1), ["upper", None, "lower"]),
        ((7,), ["upper"]),
        ((None,), [None]),
        ((4, 4, 1, 0), ["upper", "upper", "lower", "lower"]),
    ],
)
def test_equal_numbers_are_never_parted(
    points: Sequence[int | None], expected: list[str | None]
) -> None:
    customers = [customer(key, points=each) for key, each in enumerate(points)]
    assert values(Tier("t", "points", HALVES), customers) == expected


def test_shares_are_counted_from_the_top_down() -> None:
    shares = (("a", Decimal("0.01")), ("b", Decimal("0.19")), ("c", Decimal("0.8")))
    customers = [customer(key, points=-key) for key in range(10)]
    assert values(Tier("t", "points", shares), customers) == ["a", "b", *["c"] * 8]


def test_top_is_who_would_be_in_a_first_tier_of_that_share() -> None:
    customers = [customer(key, points=each) for key, each in enumerate((9, 9, 1, 1, None))]
    assert values(Top("t", Decimal("0.5"), "points"), customers) == [
        True, True, False, False, None,
    ]  # fmt: skip
    assert values(Top("t", Decimal("0.2"), "points"), customers)[:2] == [False, False]


def test_a_segment_is_missing_where_its_condition_is_unknown() -> None:
    segment = Segment("s", Compare("points", Operator.AT_LEAST, 5))
    customers = [customer(1, points=5), customer(2, points=4), customer(3)]
    assert values(segment, customers) == [True, False, None]
