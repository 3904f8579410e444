"""Cases of flows by the package's state charts: the same records and odd events as plain."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from careplay.engines.durable.cases.recorded import Ask, Wanted, cases_table
from careplay.engines.durable.cases.task import CaseEvents, Cases, Folded
from careplay.engines.durable.tasks import Answering, ItemName
from careplay.engines.durable.workers.supervising import Supervisor
from careplay.meaning.events import moment_of
from careplay.model.flows import ODD, Flow
from careplay.planning.clock import clock_on
from careplay.planning.needed import attributes_of
from careplay.planning.probes import Column
from careplay.planning.records import case_fold
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from complaints import AROUND_THE_CLOCK, BY_WORKING_HOURS, complaints
from examples import examples, share
from plain_records import Records, in_order, in_plain
from strategies.flows import FlowCase, flow_cases

if TYPE_CHECKING:
    import duckdb

pytest.importorskip(
    "durable_rules_engine",
    reason="durable-rules is not installed: pip install '.[durable]', with a C compiler",
)
# The package asks the time in a way that Python 3.12 warns of; the answer is not used.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")

FLOWS = (AROUND_THE_CLOCK, BY_WORKING_HOURS)
HISTORIES = share(1500)
"""Of each flow."""


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return connect()


@examples(100)
@given(case=flow_cases())
def test_any_flow_comes_to_the_records_and_odd_events_of_plain(case: FlowCase) -> None:
    by_charts = in_tables(case, here(case))
    assert by_charts == in_plain(case)


@pytest.mark.parametrize("flow", FLOWS, ids=["all hours", "working hours"])
def test_disordered_complaints_come_to_what_plain_says(flow: Flow, drawn: int) -> None:
    case = complaints(flow, drawn, HISTORIES)
    with Supervisor(cases(case)) as worker:
        by_charts = in_tables(case, worker.each)
    assert by_charts == in_plain(case)
    assert not worker.incidents


def test_the_complaints_hold_every_oddity_and_every_kind_of_record() -> None:
    cases = [complaints(flow, 1, HISTORIES) for flow in FLOWS]
    often = HISTORIES / 50
    for case in cases:
        records, odd = in_plain(case)
        assert all(odd[kind] > often for kind in ODD)
        told = Counter(name for row in records for name, value in row.items() if value)
        assert all(told[name] > often for name in ("waiting", "goal_late_1_on", "ended_at"))
        assert any(moment_of(event).date() > case.day for event in case.events)
        assert {event["type"] for event in case.events} > set(case.flow.types())
        assert max(Counter(map(repr, case.events)).values()) > 1
    assert {row["version"] for row in in_plain(cases[0])[0]} == {1, 2}


def test_a_case_of_somebody_unknown_is_no_record_and_nothing_odd() -> None:
    case = complaints(AROUND_THE_CLOCK, seed=1, count=20)
    known = {str(event["customer_id"]) for event in case.events} - {"c0"}
    assert {row["customer_id"] for row in in_plain(case)[0]} > known
    own = tuple(event for event in case.events if event["customer_id"] != "c0")
    assert in_tables(case, here(case), known) == in_plain(replace(case, events=own))


def test_an_incident_names_the_case() -> None:
    told = CaseEvents(0, "K-17", ())
    assert cases(complaints(AROUND_THE_CLOCK, 1, 1)).called(told) == ItemName("K-17", "case")


def test_plain_answers_in_the_place_of_the_charts() -> None:
    case = complaints(BY_WORKING_HOURS, seed=2, count=30)
    plainly = pickle.loads(pickle.dumps(cases(case))).plainly()  # noqa: S301
    assert in_tables(case, lambda pages: paged(plainly, pages)) == in_plain(case)


def in_tables(case: FlowCase, ask: Ask, known: Collection[str] = ()) -> Records:
    """The records by way of the tables, as a run makes them; all customers are known."""
    keys = known or {str(event["customer_id"]) for event in case.events}
    customers = [{"customer_id": key} for key in sorted(keys)]
    loaded = in_memory(case.business, customers, case.events, connection=connection())
    (fold,) = cases(case).folds
    odd = cases_table(Wanted(0, fold, attributes_of(case.business)), loaded, "cases", ask)
    result = loaded.connection.execute('SELECT * FROM "cases"')
    names = [column[0] for column in result.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return in_order(rows, case), dict(odd)


def cases(case: FlowCase) -> Cases:
    """The task of a plan of the day."""
    return Cases((case_fold(Column(case.flow.name), clock_on(case.business, case.day)),))


def here(case: FlowCase) -> Ask:
    """The charts in this very process."""
    answer = cases(case).ready()
    return lambda pages: paged(answer, pages)


def paged(answer: Answering, pages: Iterable[Sequence[CaseEvents]]) -> Iterator[list[Folded]]:
    return ([*map(answer, page)] for page in pages)
