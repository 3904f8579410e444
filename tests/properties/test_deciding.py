"""A programme means what plain Python means, whoever decides its conditions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given

from careplay.faults import ParameterError
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from examples import examples
from strategies import Case, cases
from strategies.histories import History, histories
from strategies.tabled import tabled
from subjects import (
    Asked,
    answered,
    asked,
    by_plain,
    by_programme,
    concluded_plainly,
    concluding,
    holds_plainly,
)

if TYPE_CHECKING:
    import duckdb


FEW = examples(150)


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return connect()


def of_case(case: Case) -> Asked | None:
    """The case as it is asked; None where a parameter has no value yet."""
    loaded = in_memory(
        case.business, case.customers, case.events, case.people, connection=connection()
    )
    try:
        return asked(case.business, case.day, loaded)
    except ParameterError:
        return None


def of_history(history: History) -> Asked:
    """The last day of it, of which everything is told."""
    loaded = in_memory(
        history.business,
        history.customers[-1],
        [event for _, event in history.events],
        history.people,
        connection=connection(),
    )
    return asked(history.business, history.days[-1], loaded)


@FEW
@given(case=cases())
def test_a_programme_finds_what_plain_finds(case: Case) -> None:
    found = of_case(case)
    assert found is None or by_programme(found, answered(found)) == by_plain(found)


@FEW
@given(case=cases())
def test_strata_conclude_what_plain_knows(case: Case) -> None:
    found = of_case(case)
    if found is not None:
        told = [answer.concluded for answer in answered(found)]
        assert repr(told) == repr(concluded_plainly(found))


@FEW
@given(history=histories(runs=1))
def test_cases_and_stays_are_asked_about_as_plain_asks(history: History) -> None:
    found = of_history(history)
    assert by_programme(found, answered(found)) == by_plain(found)
    assert [answer.holds for answer in answered(found)] == holds_plainly(found)


@FEW
@given(case=tabled())
def test_tables_answer_what_plain_answers_on_both_days(case: Case) -> None:
    loaded = in_memory(case.business, case.customers, (), connection=connection())
    found = concluding(case.business, case.day, loaded)
    told = [answer.concluded for answer in answered(found)]
    assert repr(told) == repr(concluded_plainly(found))
