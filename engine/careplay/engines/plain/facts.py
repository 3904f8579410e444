"""Every fact of every customer as of a date: told, measured, ranked, or a segment."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import assert_never

from careplay.engines.plain.tables import decided
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, moved
from careplay.meaning.events import day_of
from careplay.meaning.truth import MutableRow, Row, truth
from careplay.model.business import Business
from careplay.model.facts import Aggregate, Decision, Measure, Segment, Tier, Top
from careplay.model.types import DECIMALS, Scalar


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the tables tell it: the facts of its row, and its events."""

    key: str
    """The key as text."""
    told: Row
    events: tuple[Row, ...]
    late: tuple[Row, ...] = ()
    """Those of its events that no run knew on their day."""
    unseen: tuple[Row, ...] = ()
    """Those that decide a change and that the last run did not know."""


def customers_of(
    customers: Sequence[Row],
    events: Sequence[Row],
    late: Sequence[Row] = (),
    unseen: Sequence[Row] = (),
) -> tuple[Customer, ...]:
    """The customers with their own events; an event of nobody known is nobody's."""
    each = [_by_customer(rows) for rows in (events, late, unseen)]
    return tuple(
        Customer(key, row, *(tuple(own[key]) for own in each))
        for row in customers
        for key in [str(row["customer_id"])]
    )


def as_known(customer: Customer) -> Customer:
    """The customer as the last run knew him; what is told of him has no history."""
    events = (each for each in customer.events if each not in customer.unseen)
    return replace(customer, events=tuple(events))


def _by_customer(events: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for event in events:
        found[str(event["customer_id"])].append(event)
    return found


def facts_of_customers(
    business: Business, customers: Sequence[Customer], clock: Clock
) -> tuple[Row, ...]:
    """All facts as of the clock's day, one mapping a customer, in the customers' order."""
    found: tuple[MutableRow, ...] = tuple(
        {name: customer.told.get(name) for name in business.declared} for customer in customers
    )
    for fact in business.derived:
        match fact:
            case Measure():
                values = [measured(fact, customer.events, clock) for customer in customers]
            case Segment():
                values = [truth(fact.condition, facts, clock) for facts in found]
            case Tier():
                values = [*tiers(fact, [facts[fact.by] for facts in found])]
            case Top():
                values = [*tops(fact, [facts[fact.by] for facts in found])]
            case Decision():
                values = [decided(fact, facts, clock) for facts in found]
            case _:
                assert_never(fact)
        for facts, value in zip(found, values, strict=True):
            facts[fact.name] = value
    return found


def measured(measure: Measure, events: Sequence[Row], clock: Clock) -> Scalar | None:
    """What the measure makes of a customer's events."""
    first = moved(clock.day, measure.within, clock, times=-1) if measure.within else date.min
    counted = [
        event
        for event in events
        if event["type"] == measure.event
        and first <= day_of(event) <= clock.day
        and truth(measure.where, event, clock) is True
    ]
    told = [
        event["at" if measure.attribute is None else measure.attribute] for event in counted
    ]
    return _summed_up(measure, [value for value in told if value is not None])


def tiers(tier: Tier, numbers: Sequence[Scalar | None]) -> Sequence[str | None]:
    """The tier of each customer; None where the number is missing."""
    return [
        None if rank is None else _tier(tier, rank, known) for rank, known in _ranks(numbers)
    ]


def tops(top: Top, numbers: Sequence[Scalar | None]) -> Sequence[bool | None]:
    """Whether each customer is in the leading share; None where the number is missing."""
    return [
        None if rank is None else rank <= _room(top.share, known)
        for rank, known in _ranks(numbers)
    ]


def _summed_up(measure: Measure, values: Sequence[Scalar]) -> Scalar | None:
    match measure.aggregate:
        case Aggregate.COUNT:
            return len(values)
        case Aggregate.SUM:
            total = sum((Decimal(str(value)) for value in values), Decimal(0))
            return total if DECIMALS[measure.type] else int(total)
        case Aggregate.AVERAGE:
            return _average(values) if values else None
        case Aggregate.LATEST:
            return max(values, default=None, key=_moment)
        case Aggregate.EARLIEST:
            return min(values, default=None, key=_moment)
        case _:
            assert_never(measure.aggregate)


def _moment(value: Scalar) -> date:
    assert isinstance(value, date)  # noqa: S101 - a datetime is a date too; others are refused
    return value


def _average(values: Sequence[Scalar]) -> Decimal:
    """The average to 6 digits, halves away from zero, by whole numbers only."""
    millionths = (
        sum((Fraction(str(value)) for value in values), Fraction(0)) * 1_000_000 / len(values)
    )
    rounded = int(abs(millionths) + Fraction(1, 2))
    return Decimal(rounded if millionths >= 0 else -rounded).scaleb(-6)


def _ranks(numbers: Sequence[Scalar | None]) -> Sequence[tuple[int | None, int]]:
    """Each one's rank, counting all who have as much or more, and how many are ranked."""
    known = sorted(Decimal(str(number)) for number in numbers if number is not None)
    return [
        (
            None if number is None else len(known) - bisect_left(known, Decimal(str(number))),
            len(known),
        )
        for number in numbers
    ]


def _tier(tier: Tier, rank: int, known: int) -> str:
    share = Decimal(0)
    for name, part in tier.shares:
        share += part
        if rank <= _room(share, known):
            return name
    return tier.shares[-1][0]


def _room(share: Decimal, known: int) -> int:
    """How many fit into a share of those whose number is known."""
    return ceil(share * known)
