"""A case replayed: its events are told to the charts, and what the charts say is the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from careplay.engines.durable.cases.charts import Chart
from careplay.engines.durable.cases.drawn import (
    BEGINS,
    CLOCK_CHART,
    DAY,
    DUE,
    FOR_THE_CLOCK,
    MOVE,
    RESUME,
    SAYS,
    START,
    STOP,
    ArrowEffect,
    Message,
    steps_chart,
)
from careplay.engines.durable.cases.messages import pause_of, to_clock, to_steps
from careplay.frozen import dataclass
from careplay.meaning import folding
from careplay.meaning.clock import Clock
from careplay.meaning.deadlines import (
    begins,
    goal_due,
    late,
    no_deadlines,
    step_due,
    told_deadlines,
    warnings,
)
from careplay.meaning.events import moment_of
from careplay.meaning.flows import History
from careplay.meaning.folding import (
    CaseState,
    Way,
    agreed_on,
    come_to,
    ending,
    going,
    halted,
    in_order,
    knowing,
    run_out,
)
from careplay.meaning.truth import Row
from careplay.model.flows import PLAN_DUE, PLANNED
from careplay.model.types import Scalar


@dataclass(frozen=True, slots=True)
class Charts:
    """The two charts of a version of a flow."""

    steps: Chart
    clock: Chart


def charts_of(way: Way) -> Charts:
    """The charts of the flow in that version."""
    return Charts(Chart("steps", steps_chart(way)), Chart("clock", CLOCK_CHART))


def replayed(
    told: Iterable[Row], ref: Scalar, way: Way, clock: Clock, charts: Charts
) -> tuple[History, Row]:
    """The case that its events up to the clock's day come to, and the deadlines it has."""
    history = History(ref, way, tuple(_taken(told, way, clock, charts)))
    deadlines = no_deadlines(way.flow) | dict(_running(history.case, way, clock, charts))
    charts.steps.forget()
    charts.clock.forget()
    return history, deadlines


def _taken(
    told: Iterable[Row], way: Way, clock: Clock, charts: Charts
) -> Iterator[tuple[Row, str, CaseState]]:
    """Each event in order, what it did, and what is known of the case after it.

    A pause that ended by itself is to the clock as if somebody had said so.
    """
    case, events = CaseState(), in_order(told, way)
    for event in events:
        if (over := run_out(case, way, clock, by=event)) is not None:
            _answered(charts.clock, {SAYS: RESUME})
            case = over
            yield ending(case, event, way)
        said = charts.steps.post(to_steps(event, way))
        if said is None:
            case = knowing(case, event, way)
            yield event, "early", case
            continue
        if said.did == FOR_THE_CLOCK:
            said = _answered(charts.clock, to_clock(event, way))
        case = knowing(_after(case, event, said, way, charts), event, way)
        yield event, said.did, case
    if (over := run_out(case, way, clock)) is not None:
        _answered(charts.clock, {SAYS: RESUME})
        yield ending(over, events[-1], way)


def _after(
    case: CaseState, event: Row, said: ArrowEffect, way: Way, charts: Charts
) -> CaseState:
    """What is known of the case after an event of which the charts said what it did."""
    at, plan = moment_of(event), event.get(PLAN_DUE)
    match said.did:
        case folding.OPENED:
            _answered(charts.clock, {SAYS: START})
            return replace(case, opened=at, step=said.to, entered=at)
        case folding.MOVED | "ahead":
            return _moved(case, event, said, charts)
        case folding.PAUSED:
            return halted(case, str(pause_of(event, way)), at)
        case folding.WENT_ON:
            return going(case, at)
        case folding.AGREED:
            return agreed_on(case, plan if isinstance(plan, date) else None)
        case _:
            started = said.did == "repeat" and event["type"] == way.flow.starts
            return replace(case, told_again=case.told_again + started)


def _moved(case: CaseState, event: Row, said: ArrowEffect, charts: Charts) -> CaseState:
    at, to = moment_of(event), said.to or str(event["type"])
    clock = _answered(charts.clock, {SAYS: STOP if said.over else MOVE})
    if clock.did == folding.WENT_ON:
        case = going(case, at)
    ended, left = at if said.over else None, "" if said.to else case.step
    come = come_to(case, to, at, back=said.back, failed=said.failed)
    return replace(come, ended=ended, left=left)


def _running(
    case: CaseState, way: Way, clock: Clock, charts: Charts
) -> Iterator[tuple[str, Scalar]]:
    """The deadlines that go on at the end of the day: those that the clock takes."""
    stands = charts.steps.post({SAYS: DAY})
    if stands is None:  # it has not begun, or it is over
        return
    # Counted as if the clock went: whether it does is for the chart to say.
    for says, name, at in _counted(replace(case, step=stands.to, waiting=""), way, clock):
        if charts.clock.post({SAYS: says}) is not None:
            yield name, at


def _counted(case: CaseState, way: Way, clock: Clock) -> Iterator[tuple[str, str, Scalar]]:
    """What each deadline says to the clock, what it is called, and when it is."""
    begun = begins(case, way, clock)
    if begun is not None:
        yield BEGINS, "step_on", begun.at.date()
    step, goal = step_due(case, way, clock), goal_due(case, way, clock)
    for name, after, due in (("step_due", "late", step), ("goal_due", "goal_late", goal)):
        if due is not None:
            yield DUE, name, due.at
            for escalation, day in late(after, due, case, way, clock).items():
                yield DUE, escalation, day
    if goal is not None and case.plan_due is not None:
        yield DUE, PLANNED, case.plan_due
    for name, day in warnings(case, way, clock):
        yield DUE, name, day
    for name, told in told_deadlines(case, way, clock).items():
        yield DUE, name, told


def _answered(chart: Chart, message: Message) -> ArrowEffect:
    """What the chart says to a message that it must take as it now stands."""
    said = chart.post(message)
    if said is None:
        raise RuntimeError(f"a chart left the message {dict(message)}")
    return said
