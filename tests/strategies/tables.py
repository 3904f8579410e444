"""Customers, their events, and the people who work there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from hypothesis import strategies as st

from careplay.model.business import Business, Person
from careplay.model.types import Scalar, Type
from strategies.choice import either
from strategies.dates import moments, near
from strategies.planted import mentioned, turning_dates
from strategies.world import DECLARED, EVENT_TYPES, PEOPLE, ROLE_NAMES, STORES, WORDS

Row: TypeAlias = Mapping[str, Scalar | None]
MONEY = ("5.00", "0.00", "2.50", "100.00", "0.01", "-3.00", "99.99")
NUMBERS = ("2.500000", "0.000000", "1.000000", "0.333333", "10.000000", "-1.250000")
OF_TYPE: Mapping[Type, st.SearchStrategy[Scalar]] = {
    Type.INTEGER: st.sampled_from([1, 0, 2, 5, 10, 100, -1]),
    Type.NUMBER: st.sampled_from(NUMBERS).map(Decimal),
    Type.MONEY: st.sampled_from(MONEY).map(Decimal),
    Type.BOOLEAN: st.booleans(),
    Type.STAFF: st.sampled_from(PEOPLE),
}


@lru_cache(maxsize=512)
def values(
    kind: Type, choices: tuple[str, ...], dates: st.SearchStrategy[date]
) -> st.SearchStrategy[Scalar]:
    """Values of a type; few, so that customers often have the same."""
    if kind is Type.DATE:
        return dates
    if kind is Type.MOMENT:
        return moments(dates)
    return OF_TYPE[kind] if kind in OF_TYPE else st.sampled_from(choices or WORDS)


def dates_for(business: Business, day: date) -> st.SearchStrategy[date]:
    """Dates on which something in the business turns, and some that are only near."""
    turning = st.sampled_from(turning_dates(business, day))
    return either(turning, turning, st.just(day), near(day))


@st.composite
def customers(draw: st.DrawFn, business: Business, day: date) -> tuple[Row, ...]:
    """Customers by integer or by text; any fact may be missing."""
    keys = draw(
        st.sampled_from(
            [(3,), (1, 2), (9, 10, 11, 12), (5, 70, 8), (4,), (6, 7), (2, 3, 10), ()]
        )
    )
    worded = draw(st.booleans())
    words, dates = (
        mentioned((business.rules, business.derived, business.roles)),
        dates_for(business, day),
    )
    known = {
        name: values(fact.type, fact.choices, dates)
        for name, fact in DECLARED.items()
        if name in words | {"store", "calendar", "phone"}
    }
    known["store"] = st.sampled_from(STORES)
    told = _often(known)
    return tuple({"customer_id": f"客{key}" if worded else key, **draw(told)} for key in keys)


@st.composite
def events(
    draw: st.DrawFn, business: Business, day: date, known: tuple[Row, ...], most: int = 6
) -> tuple[Row, ...]:
    """Events of the customers: of one moment, the same twice, in the future, some with keys."""
    words = mentioned((business.rules, business.derived))
    names = [name for name in EVENT_TYPES if name in words]
    if not known or not names:
        return ()
    keys, dates = (
        st.sampled_from([row["customer_id"] for row in known]),
        dates_for(business, day),
    )
    told = {name: _often(_attributes(name, words, dates)) for name in names}
    found: list[Row] = []
    for index in range(draw(st.integers(1, most))):
        name = draw(st.sampled_from(names))
        event = {
            "customer_id": draw(keys),
            "type": name,
            "at": draw(moments(dates)),
            "key": draw(st.sampled_from([None, f"k{index}"])),
            **draw(told[name]),
        }
        found += [event] * draw(st.sampled_from([1, 1, 1, 2]))
    return tuple(found)


def _attributes(
    event: str, words: frozenset[str], dates: st.SearchStrategy[date]
) -> dict[str, st.SearchStrategy[Scalar]]:
    return {
        each.name: values(each.type, each.choices, dates)
        for each in EVENT_TYPES[event].attributes.values()
        if each.name in words
    }


def _often(known: Mapping[str, st.SearchStrategy[Scalar]]) -> st.SearchStrategy[Row]:
    """Rows in which each value is told three times out of four."""
    missing = st.none()
    return st.fixed_dictionaries(
        {name: either(value, value, value, missing) for name, value in known.items()}
    )


@st.composite
def people(draw: st.DrawFn, day: date) -> tuple[Person, ...]:
    """Some people, absent or not, whose successors may go round in a circle or be unknown."""
    known = draw(st.lists(st.sampled_from(PEOPLE), max_size=4, unique=True))
    near_days = [day + timedelta(days=n) for n in (0, -1, 1, -30, 30)]
    dates = st.none() | st.sampled_from(near_days)
    return tuple(
        Person(
            id=each,
            name=draw(st.sampled_from([f"名{each}", ""])),
            role=draw(st.sampled_from(ROLE_NAMES)),
            store=draw(st.none() | st.sampled_from(STORES)),
            absent_from=draw(dates),
            absent_to=draw(dates),
            successor=draw(st.none() | st.sampled_from([*PEOPLE, "p9"])),
        )
        for each in known
    )
