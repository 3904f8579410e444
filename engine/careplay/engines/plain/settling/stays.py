"""Which stays changed since the last run, and which stay an action belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from careplay.engines.plain.cases import attributes_of
from careplay.engines.plain.facts import Customer
from careplay.frozen import dataclass
from careplay.meaning.clock import clock_of
from careplay.meaning.stays import stays
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.business import Business


@dataclass(frozen=True, slots=True)
class Stay:
    """A customer's stay, as the actions of a reception name it."""

    reception: str
    customer: str
    ref: str


def stay_of(row: dict[str, Any]) -> Stay | None:
    """The stay that an action prepares; None of any other action."""
    if row["item"] is None:
        return None
    return Stay(row["record"], row["customer_id"], row["ref"])


def changed(
    business: Business,
    customers: Sequence[Customer],
    day: date,
    last: date,
    late: Sequence[Row] = (),
) -> frozenset[Stay]:
    """The stays of which something was heard after the last run's day, or by a late event.

    What came in on that day when the run was over is late.
    """
    heard = frozenset(_heard(business, late))
    return heard | frozenset(_changed(business, customers, day, last))


def _heard(business: Business, late: Sequence[Row]) -> Iterator[Stay]:
    types = attributes_of(business)
    for reception in business.receptions.values():
        for event in late:
            ref = event.get(reception.by)
            if event["type"] in reception.types() and ref is not None:
                told = words.plain(ref, types[reception.by])
                yield Stay(reception.name, str(event["customer_id"]), told)


def _changed(
    business: Business, customers: Sequence[Customer], day: date, last: date
) -> Iterator[Stay]:
    clock, types = clock_of(business, day, last), attributes_of(business)
    for reception in business.receptions.values():
        for customer in customers:
            for stay in stays(reception, customer.events, clock):
                known_on, ref = stay["known_on"], stay[reception.by]
                if isinstance(known_on, date) and known_on > last and ref is not None:
                    told = words.plain(ref, types[reception.by])
                    yield Stay(reception.name, customer.key, told)
