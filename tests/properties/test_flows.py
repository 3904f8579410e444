"""A flow folds alike in plain Python and in SQL: the same records, the same odd events."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given

from careplay.engines.sql.records import flows as sql
from careplay.planning import records
from careplay.planning.clock import clock_on
from careplay.planning.needed import attributes_of
from careplay.planning.probes import Column
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from examples import examples
from plain_records import Records, in_order, in_plain
from strategies.flows import FlowCase, flow_cases

if TYPE_CHECKING:
    import duckdb

FOLD = "fold of the case"


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return connect()


@examples(100)
@given(case=flow_cases())
def test_a_flow_folds_alike_in_plain_and_in_sql(case: FlowCase) -> None:
    assert in_sql(case) == in_plain(case)


def in_sql(case: FlowCase) -> Records:
    """The same from the tables."""
    customers = [{"customer_id": str(event["customer_id"])} for event in case.events]
    loaded = in_memory(case.business, customers, case.events, connection=connection())
    cases = records.case_fold(Column(case.flow.name), clock_on(case.business, case.day))
    loaded.connection.execute(sql.folding(cases, loaded.events, FOLD))
    query = sql.relation(cases, attributes_of(case.business), FOLD)
    result = loaded.connection.execute(query)
    names = [column[0] for column in result.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    odd = sql.odd(case.flow, FOLD, loaded.customers)
    counts = loaded.connection.execute(odd).fetchall()
    assert {flow for flow, _, _ in counts} <= {case.flow.name}
    return in_order(rows, case), {kind: count for _, kind, count in counts}
