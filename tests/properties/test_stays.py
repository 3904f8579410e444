"""The fold of stays in SQL is the fold in plain Python."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from careplay.engines.sql.records.stays import relation
from careplay.meaning.clock import clock_of
from careplay.meaning.stays import stays
from careplay.model.types import Scalar
from careplay.planning.needed import attributes_of
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from examples import examples
from strategies.stays import Told, told

CONNECTION = connect()

Rows = list[tuple[Scalar | None, ...]]


@examples(150)
@given(case=told())
def test_sql_folds_stays_as_plain_does(case: Told) -> None:
    assert in_sql(case) == in_plain(case)


@examples(50)
@given(case=told(), data=st.data())
def test_the_order_of_the_events_makes_no_difference(case: Told, data: st.DataObject) -> None:
    shuffled = Told(
        case.reception, case.business, tuple(data.draw(st.permutations(case.events))), case.day
    )
    assert in_plain(shuffled) == in_plain(case)


def in_plain(case: Told) -> Rows:
    clock = clock_of(case.business, case.day)
    names = columns(case)
    return ordered(
        tuple(row[name] for name in names)
        for customer in ("c1", "c2")
        for row in stays(
            case.reception,
            [event for event in case.events if event["customer_id"] == customer],
            clock,
        )
    )


def in_sql(case: Told) -> Rows:
    """Of an attribute that a stay says nothing of there is no column."""
    customers = [{"customer_id": "c1"}, {"customer_id": "c2"}]
    loaded = in_memory(case.business, customers, case.events, connection=CONNECTION)
    types = attributes_of(case.business)
    query = relation(case.reception, types, case.day, loaded.events)
    result = loaded.connection.execute(query)
    told = [column[0] for column in result.description or ()]
    rows = [dict(zip(told, row, strict=True)) for row in result.fetchall()]
    assert [name for name in columns(case) if name in told] == told
    return ordered(tuple(row.get(name) for name in columns(case)) for row in rows)


def columns(case: Told) -> list[str]:
    attributes = case.business.event_types["vip"].attributes
    return ["customer_id", "type", "at", "key", *attributes]


def ordered(rows: Any) -> Rows:
    return sorted(rows, key=str)
