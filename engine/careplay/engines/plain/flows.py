"""Cases of flows: the records that the rules of a flow look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from careplay.calendars.working_time import Deadline, deadline_clock
from careplay.engines.plain.clock import Clock, amount_of
from careplay.engines.plain.events import day_of, moment_of
from careplay.engines.plain.folding import Case, Way, folded, way
from careplay.engines.plain.truth import Row
from careplay.model.flows import ODD, Flow
from careplay.model.types import Scalar, Span

PLAN_ENDS = time(23, 59)


@dataclass(frozen=True, slots=True)
class History:
    """A case: its events in order, each with what it did, and what they come to."""

    ref: Scalar
    way: Way
    events: tuple[tuple[Row, str, Case], ...]

    @property
    def case(self) -> Case:
        """What is known after the last event."""
        return self.events[-1][2]


def cases(
    flow: Flow, events: Iterable[Row], clock: Clock
) -> tuple[tuple[Row, ...], Counter[str]]:
    """The records of one customer's cases, oldest first; how many events were odd, by kind."""
    rows: list[Row] = []
    odd: Counter[str] = Counter()
    for history in histories(flow, events, clock):
        odd.update(did for _, did, _ in history.events if did in ODD)
        if history.case.opened is not None:
            rows.append(record(history, clock))
    return tuple(sorted(rows, key=lambda row: (moment_of(row), str(row[flow.by])))), odd


def histories(flow: Flow, events: Iterable[Row], clock: Clock) -> Iterator[History]:
    """Everything that was said of each case up to the end of the day, in order of its name."""
    types = frozenset(flow.types())
    told: dict[Scalar, list[Row]] = {}
    for event in events:
        ref = event.get(flow.by)
        if event["type"] in types and ref is not None and day_of(event) <= clock.day:
            told.setdefault(ref, []).append(event)
    for ref, own in sorted(told.items(), key=lambda each: str(each[0])):
        starts = [day_of(event) for event in own if event["type"] == flow.starts]
        under = way(flow, min(starts, default=clock.day), clock.day)
        yield History(ref, under, tuple(folded(own, under)))


def record(history: History, clock: Clock) -> Row:
    """The case as an event of the flow's own type."""
    case, flow, first = history.case, history.way.flow, history.events[0][0]
    return {
        "customer_id": first["customer_id"],
        "type": flow.name,
        "at": case.opened,
        "key": None,
        **_latest(history),
        "step": case.step,
        "step_title": flow.labels.get(case.step, case.step),
        "entered_at": case.entered,
        **_deadlines(history, clock),
        "returns": case.returns,
        "waiting": case.waiting or None,
        "ended_at": case.ended,
        "version": history.way.version.number,
    }


def begins(case: Case, way: Way, clock: Clock) -> Deadline | None:
    """When the current step begins, and how that was counted; None once ended."""
    if case.ended is not None or case.entered is None:
        return None
    after = way.version.steps[way.steps[case.step]].after
    if after is None:
        return Deadline(case.entered, ())
    return counted(case.entered, after, case, way, clock)


def step_due(case: Case, way: Way, clock: Clock) -> Deadline | None:
    """By when the current step is to be done; None where there is no deadline."""
    begun = begins(case, way, clock)
    if begun is None or case.waiting:
        return None
    within = way.version.steps[way.steps[case.step]].within
    return None if within is None else counted(begun.at, within, case, way, clock)


def goal_due(case: Case, way: Way, clock: Clock) -> Deadline | None:
    """By when the case is to reach its goal, or the day of the plan that was agreed."""
    goal = way.version.goal
    if goal is None or case.opened is None or case.ended is not None or case.waiting:
        return None
    if case.plan_due is not None:
        return Deadline(datetime.combine(case.plan_due, PLAN_ENDS), ())
    return counted(case.opened, goal.within, case, way, clock)


def counted(start: datetime, span: Span, case: Case, way: Way, clock: Clock) -> Deadline:
    """The moment that is a span of the flow's clock after another."""
    amount, unit = amount_of(span, clock), span.unit.value
    going = deadline_clock(clock.working.country, clock.hours, working=way.flow.working)
    return going.deadline(start, amount, unit, case.pauses)


def _deadlines(history: History, clock: Clock) -> Row:
    case, way = history.case, history.way
    begun, due = begins(case, way, clock), step_due(case, way, clock)
    goal = goal_due(case, way, clock)
    found: dict[str, Scalar | None] = {
        "step_on": begun.at.date() if begun else None,
        "step_due": due.at if due else None,
        "goal_due": goal.at if goal else None,
    }
    most = max(len(version.late) for version in way.flow.versions)
    for name, deadline in (("late", due), ("goal_late", goal)):
        for number in range(1, most + 1):
            found[f"{name}_{number}_on"] = _late(deadline, number, history, clock)
    return found


def _late(due: Deadline | None, number: int, history: History, clock: Clock) -> date | None:
    """The date on which the deadline is passed by the n-th span of ``late``."""
    late = history.way.version.late
    if due is None or number > len(late):
        return None
    return counted(due.at, late[number - 1], history.case, history.way, clock).at.date()


def _latest(history: History) -> Mapping[str, Scalar | None]:
    """The latest known value of every attribute."""
    found: dict[str, Scalar | None] = dict.fromkeys(history.way.flow.carried)
    for event, _, _ in history.events:
        told = {name: event.get(name) for name in found}
        found.update({name: value for name, value in told.items() if value is not None})
    return found
