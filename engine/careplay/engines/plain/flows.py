"""Cases of flows: the records that the rules of a flow look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from careplay.calendars.working_time import Deadline, deadline_clock
from careplay.engines.plain.events import day_of, moment_of
from careplay.engines.plain.folding import Case, Way, folded, way
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, amount_of
from careplay.meaning.truth import Row
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
        under = way_under(flow, own, clock.day)
        yield History(ref, under, tuple(folded(own, under)))


def way_under(flow: Flow, own: Iterable[Row], day: date) -> Way:
    """The flow in the version under which a case of these events is folded as of a day."""
    starts = (day_of(event) for event in own if event["type"] == flow.starts)
    return way(flow, min(starts, default=day), day)


def record(history: History, clock: Clock) -> Row:
    """The case as an event of the flow's own type."""
    return recorded(history, deadlines(history, clock))


def recorded(history: History, due: Row) -> Row:
    """The same, with its deadlines told."""
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
        **due,
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


def deadlines(history: History, clock: Clock) -> Row:
    """Every deadline that a case of the flow may have; missing where this one has none."""
    case, way = history.case, history.way
    begun, due = begins(case, way, clock), step_due(case, way, clock)
    goal = goal_due(case, way, clock)
    found = {
        **no_deadlines(way.flow),
        "step_on": begun.at.date() if begun else None,
        "step_due": due.at if due else None,
        "goal_due": goal.at if goal else None,
    }
    for name, deadline in (("late", due), ("goal_late", goal)):
        if deadline is not None:
            found |= late(name, deadline, case, way, clock)
    return found


def no_deadlines(flow: Flow) -> dict[str, Scalar | None]:
    """Every deadline that a case of the flow may have, missing."""
    most = max(len(version.late) for version in flow.versions)
    numbered = (f"{name}_{n}_on" for name in ("late", "goal_late") for n in range(1, most + 1))
    return dict.fromkeys(("step_on", "step_due", "goal_due", *numbered))


def late(name: str, due: Deadline, case: Case, way: Way, clock: Clock) -> dict[str, date]:
    """The dates on which the deadline is passed by each span of ``late``."""
    return {
        f"{name}_{number}_on": counted(due.at, span, case, way, clock).at.date()
        for number, span in enumerate(way.version.late, start=1)
    }


def _latest(history: History) -> Mapping[str, Scalar | None]:
    """The latest known value of every attribute."""
    found: dict[str, Scalar | None] = dict.fromkeys(history.way.flow.carried)
    for event, _, _ in history.events:
        told = {name: event.get(name) for name in found}
        found.update({name: value for name, value in told.items() if value is not None})
    return found
