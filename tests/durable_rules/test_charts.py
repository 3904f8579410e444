"""A chart of the package takes what it must, leaves the rest, and swallows nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from careplay.engines.durable.cases.charts import Chart
from careplay.engines.durable.cases.drawn import (
    BEGINS,
    CLOCK_CHART,
    DONE,
    DUE,
    EVENT,
    LACKING,
    MOST_STEPS,
    OUTCOME,
    PAUSE,
    PLACE,
    RESUME,
    SAYS,
    START,
    STOP,
    ArrowEffect,
    Message,
    chart_fault,
    steps_chart,
)
from careplay.meaning.folding import MOVED, OPENED, way
from careplay.model.flows import Step, Version
from complaints import AROUND_THE_CLOCK

pytest.importorskip(
    "durable_rules_engine",
    reason="durable-rules is not installed: pip install '.[durable]', with a C compiler",
)
# The package asks the time in a way that Python 3.12 warns of; the answer is not used.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")

DRAWING = steps_chart(way(AROUND_THE_CLOCK, date.min, date.min))
STARTED: Message = {EVENT: 1, SAYS: START}
DONE_WELL: Message = {EVENT: 1, SAYS: DONE, PLACE: 0, LACKING: 0, OUTCOME: 1}


def test_what_comes_before_the_start_is_not_taken_after_it() -> None:
    chart = Chart("steps", DRAWING)
    assert chart.post(DONE_WELL) is None
    assert chart.post(STARTED) == ArrowEffect(OPENED, "vent")
    assert chart.post(DONE_WELL) == ArrowEffect(MOVED, "gather")


def test_a_pause_holds_up_deadlines_and_they_do_not_come_later() -> None:
    clock = Chart("clock", CLOCK_CHART)
    said = [clock.post({SAYS: word}) for word in (START, PAUSE, BEGINS, DUE, RESUME, DUE, STOP)]
    assert [each and each.did for each in said] == [
        "runs", "paused", "begins", None, "resumed", "due", "runs",
    ]  # fmt: skip
    assert clock.post({SAYS: BEGINS}) is None


def test_a_case_knows_nothing_of_the_one_before() -> None:
    chart = Chart("steps", DRAWING)
    chart.post(STARTED)
    chart.forget()
    assert chart.post(DONE_WELL) is None
    assert chart.post(STARTED) == ArrowEffect(OPENED, "vent")


def test_a_case_that_never_began_can_be_forgotten() -> None:
    for _ in range(20):  # the package crashes on memory that happens not to be nought
        chart = Chart("clock", CLOCK_CHART)
        assert chart.post({SAYS: "nothing it knows"}) is None
        chart.forget()


def test_a_case_that_nothing_was_said_of_can_be_forgotten() -> None:
    chart = Chart("clock", CLOCK_CHART)
    chart.forget()
    chart.forget()
    assert chart.post({SAYS: START}) == ArrowEffect("runs")


def test_what_goes_wrong_in_an_action_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = Chart("steps", DRAWING)
    monkeypatch.setattr(Chart, "take", fail)
    with pytest.raises(ZeroDivisionError, match="swallowed"):
        chart.post(STARTED)


def test_what_the_package_itself_swallowed_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(chart: Chart, arrow: object, closure: Any) -> None:
        del chart, arrow
        closure.s.exception = "told by the package"

    chart = Chart("steps", DRAWING)
    monkeypatch.setattr(Chart, "take", told)
    with pytest.raises(RuntimeError, match="steps failed: told by the package"):
        chart.post(STARTED)


def test_an_action_that_was_not_completed_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    from durable import engine  # noqa: PLC0415 - only where it is installed

    chart = Chart("steps", DRAWING)
    monkeypatch.setattr(engine.Closure, "_has_completed", lambda _: True)
    with pytest.raises(RuntimeError, match="left in the middle"):
        chart.post(STARTED)


def test_charts_start_no_thread() -> None:
    before = threading.active_count()
    Chart("clock", CLOCK_CHART)
    assert threading.active_count() == before


def test_the_largest_chart_goes_from_its_first_step_to_its_end() -> None:
    names = [f"step {n}" for n in range(MOST_STEPS)]
    steps = tuple(Step(one, (("", to),)) for one, to in pairwise((*names, "closed")))
    chart = chart_of(steps)
    said = [chart.post({**DONE_WELL, PLACE: place}) for place in range(MOST_STEPS)]
    assert said[:-1] == [ArrowEffect(MOVED, name) for name in names[1:]]
    assert said[-1] == ArrowEffect(MOVED, "closed", over=True)


def test_the_step_with_most_outcomes_goes_by_the_last_of_them() -> None:
    outcomes = tuple((f"outcome {n}", "last" if n else "closed") for n in range(178))
    others = tuple(Step(f"step {n}", (("", "last"),)) for n in range(11))
    chart = chart_of((*others, Step("many", outcomes), Step("last", (("", "closed"),))))
    assert chart.post({**DONE_WELL, PLACE: 11, OUTCOME: 178}) == ArrowEffect("ahead", "last")


def chart_of(steps: tuple[Step, ...]) -> Chart:
    """The chart of a flow that is not too large, its case at the first step."""
    flow = replace(AROUND_THE_CLOCK, versions=(Version(1, date.min, steps),))
    assert chart_fault(flow) is None
    chart = Chart("steps", steps_chart(way(flow, date.min, date.min)))
    chart.post(STARTED)
    return chart


def fail(*_: object) -> None:
    raise ZeroDivisionError("swallowed")
