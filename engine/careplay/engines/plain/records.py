"""Records: the cases and stays that a customer's events come to, beside those events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from careplay.engines.base import Odd
from careplay.engines.plain.facts import Customer
from careplay.meaning.clock import Clock
from careplay.meaning.flows import case_records
from careplay.meaning.stays import stays
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.flows import ODD


def with_records(
    business: Business, customers: Sequence[Customer], clock: Clock
) -> tuple[Customer, ...]:
    """The customers, their records as of the clock's day among their events."""
    if not business.flows and not business.receptions:
        return tuple(customers)
    names = {name for each in business.event_types.values() for name in each.attributes}
    blank: Row = dict.fromkeys(sorted(names))
    return tuple(
        replace(
            each,
            events=tuple(
                {**blank, **row} for row in (*each.events, *_records(business, each, clock))
            ),
            late=tuple({**blank, **row} for row in each.late),
        )
        for each in customers
    )


def odd(business: Business, customers: Sequence[Customer], clock: Clock) -> tuple[Odd, ...]:
    """How many of the customers' events the flows could not take as they came."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, flow in business.flows.items():
        for each in customers:
            for kind, count in case_records(flow, each.events, clock)[1].items():
                counts[name, kind] += count
    return tuple(
        Odd(name, kind, counts[name, kind])
        for name in business.flows
        for kind in ODD
        if counts[name, kind]
    )


def _records(business: Business, customer: Customer, clock: Clock) -> Iterator[Row]:
    for flow in business.flows.values():
        yield from case_records(flow, customer.events, clock)[0]
    for reception in business.receptions.values():
        yield from stays(reception, customer.events, clock)
