"""Cases of flows: the records that the rules of a flow look at, with their deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from careplay.frozen import dataclass
from careplay.meaning.clock import Clock
from careplay.meaning.deadlines import deadlines
from careplay.meaning.events import day_of, moment_of
from careplay.meaning.folding import CaseState, Way, folded, way
from careplay.meaning.truth import Row
from careplay.model.flows import (
    ODD,
    SENT_BACK,
    WAIT_OVER,
    WAITED_SINCE,
    WAITING_SINCE,
    Flow,
)
from careplay.model.types import Scalar


@dataclass(frozen=True, slots=True)
class History:
    """A case: its events in order, each with what it did, and what they come to.

    A pause that ended by itself stands among them.
    """

    ref: Scalar
    way: Way
    events: tuple[tuple[Row, str, CaseState], ...]

    @property
    def case(self) -> CaseState:
        """What is known after the last event."""
        return self.events[-1][2]


def case_records(
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
        yield History(ref, under, tuple(folded(own, under, clock)))


def way_under(flow: Flow, own: Iterable[Row], day: date) -> Way:
    """The flow in the version under which a case of these events is folded as of a day."""
    starts = (day_of(event) for event in own if event["type"] == flow.starts)
    return way(flow, min(starts, default=day), day)


def record(history: History, clock: Clock) -> Row:
    """The case as an event of the flow's own type."""
    return recorded(history, deadlines(history.case, history.way, clock))


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
        SENT_BACK: case.sent_back,
        "told_again": case.told_again,
        "waiting": case.waiting or None,
        WAITING_SINCE: case.stopped,
        WAITED_SINCE: case.waited_since,
        WAIT_OVER: case.ran_out or None,
        "ended_at": case.ended,
        "left_step": case.left or None,
        "version": history.way.version.number,
    }


def _latest(history: History) -> Mapping[str, Scalar | None]:
    """The latest known value of every attribute."""
    found: dict[str, Scalar | None] = dict.fromkeys(history.way.flow.carried)
    for event, _, _ in history.events:
        told = {name: event.get(name) for name in found}
        found.update({name: value for name, value in told.items() if value is not None})
    return found
