"""How far a case has come: the docstring of model/flows.py, one event after the other.

``sql/records`` folds all cases at once, as numbers: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from careplay.calendars.zones import to_instant
from careplay.frozen import dataclass
from careplay.meaning.clock import TIMELESS, Clock
from careplay.meaning.events import instant_of, moment_of
from careplay.meaning.flow_clock import FlowClock
from careplay.meaning.truth import Row, truth
from careplay.model.flows import OUTCOME, PLAN_DUE, PLAN_OWNER, RESUMED, Flow, Step, Version

OPENED, MOVED, PAUSED, WENT_ON, AGREED = "opened", "moved", "paused", "resumed", "agreed"
"""What an event may do; else it is one of the odd ones, of which ``ahead`` moves as well."""
RAN_OUT = "ran_out"
"""What no event does: a pause ended by itself."""


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the events so far say of a case."""

    opened: datetime | None = None
    step: str = ""
    """The current step, or the end the case came to."""
    entered: datetime | None = None
    returns: int = 0
    sent_back: int = 0
    told_again: int = 0
    waiting: str = ""
    stopped: datetime | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    """Those that are over."""
    plan_due: date | None = None
    agreed_here: bool = False
    """Whether that was agreed on since the case came to its step."""
    named: tuple[tuple[str, date], ...] = ()
    """The latest known date of each attribute that steps are due by, in order of name."""
    ran_out: str = ""
    """The pause that ended by itself, if the case has neither gone on nor waited since."""
    ended: datetime | None = None
    left: str = ""
    """The step it stood at when an event ended it at once."""

    @property
    def waited_since(self) -> datetime | None:
        """When its clock stopped last, whether or not it has gone on since."""
        begun = (*(begin for begin, _ in self.pauses), self.stopped)
        return next((each for each in reversed(begun) if each is not None), None)


@dataclass(frozen=True, slots=True)
class Way:
    """A flow in one of its versions, with its event types looked up."""

    flow: Flow
    version: Version
    steps: Mapping[str, int]
    """The place of a step by its name."""
    done: Mapping[str, Step]
    """The step that an event type says is done."""
    ranks: Mapping[str, int]
    """Which of the events of one moment comes first; those of other versions have none."""
    agreed: str
    """The event type that agrees on a plan; empty where none does."""
    named: tuple[str, ...]
    """The attributes that steps are due by."""
    clock: FlowClock


def done_by(flow: Flow, version: Version) -> Mapping[str, Step]:
    """The step of the version that each event type says is done."""
    steps = {step.name: step for step in version.steps}
    renamed = {flow.done(old): steps[new] for old, new in version.renamed}
    return renamed | {flow.done(name): step for name, step in steps.items()}


def _way_of(flow: Flow, version: Version, begun: date) -> Way:
    """The flow in that version, its parameters as of a day."""
    done, clock = done_by(flow, version), FlowClock(flow.working, begun)
    places = {step.name: place for place, step in enumerate(version.steps)}
    goal = version.goal
    agreed = flow.called(goal.agreed) if goal is not None and goal.agreed else ""
    besides = [*map(flow.called, (*flow.pauses, RESUMED)), agreed, *flow.ends]
    ranks = {flow.starts: -1, **{kind: places[step.name] for kind, step in done.items()}}
    for number, kind in enumerate(besides, start=1):
        ranks.setdefault(kind, len(places) + number)
    return Way(flow, version, places, done, ranks, agreed, flow.due_attributes, clock)


def way(flow: Flow, opened: date, day: date) -> Way:
    """The version a case that began on one day is folded under as of another."""
    in_force = [version for version in flow.versions if version.since <= opened]
    own = in_force[-1] if in_force else flow.versions[0]
    later = [
        version
        for version in flow.versions
        if version.number > own.number and version.migrate and version.since <= day
    ]
    under = (later or [own])[-1]
    return _way_of(flow, under, max(opened, under.since))


def way_told(flow: Flow, opened: date) -> Way | None:
    """The way by which were counted, before an edit, the deadlines of a case of that day.

    None where they are counted as they were.
    """
    if flow.told is None:
        return None
    told = flow.told
    then = replace(flow, versions=told.versions, working=told.clock.working, told=None)
    return way(then, opened, told.day)


def in_order(events: Iterable[Row], way: Way) -> tuple[Row, ...]:
    """The events of a case in the order in which they are taken."""
    return tuple(sorted(events, key=lambda event: (instant_of(event), *_rank(event, way))))


def folded(
    events: Iterable[Row], way: Way, clock: Clock
) -> Iterator[tuple[Row, str, CaseState]]:
    """Each event in order, what it did, and what is known of the case after it.

    Where a pause ended by itself that stands among them, as ``RAN_OUT``.
    """
    case, events = CaseState(), in_order(events, way)
    for event in events:
        if (over := run_out(case, way, clock, by=event)) is not None:
            case = over
            yield ending(case, event, way)
        case, did = _taken(case, event, way)
        case = knowing(case, event, way)
        yield event, did, case
    if (over := run_out(case, way, clock)) is not None:
        yield ending(over, events[-1], way)


def run_out(case: CaseState, way: Way, clock: Clock, by: Row | None = None) -> CaseState | None:
    """The case whose pause has ended by itself, by an event or by the end of the clock's day.

    None where it has not.
    """
    most = dict(way.version.at_most).get(case.waiting)
    if most is None or case.stopped is None:
        return None
    at = way.clock.after(case.stopped, most, clock).at
    if by is None:
        is_over = at.date() <= clock.day
    else:
        is_over = to_instant(at, clock.zone) <= to_instant(moment_of(by), clock.zone)
    return replace(going(case, at), ran_out=case.waiting) if is_over else None


def ending(case: CaseState, other: Row, way: Way) -> tuple[Row, str, CaseState]:
    """The end of the pause that has just ended by itself, in the place of an event."""
    kind = way.flow.called(case.ran_out)
    told = {"customer_id": other["customer_id"], "type": kind, "at": case.pauses[-1][1]}
    return told, RAN_OUT, case


def knowing(case: CaseState, event: Row, way: Way) -> CaseState:
    """The case with the dates that the event tells, whatever it does, unless it is unproved."""
    dates = {name: day for name in way.named if isinstance(day := event.get(name), date)}
    if not dates or is_unproved(event, way):
        return case
    return replace(case, named=tuple(sorted((dict(case.named) | dates).items())))


def agreed_on(case: CaseState, due: date | None) -> CaseState:
    """The case after a plan that is to be carried out by that day."""
    return replace(case, plan_due=due, agreed_here=True)


def _rank(event: Row, way: Way) -> tuple[object, ...]:
    place = way.ranks.get(str(event["type"]), len(way.steps))
    told = ((event.get(name) is None, event.get(name)) for name in way.flow.carried)
    return (place, *told)


def _taken(case: CaseState, event: Row, way: Way) -> tuple[CaseState, str]:
    """What is known of the case after the event, and what the event did."""
    at, kind = moment_of(event), str(event["type"])
    if case.opened is None:
        if kind != way.flow.starts:
            return case, "early"
        first = way.version.steps[0].name
        return replace(case, opened=at, step=first, entered=at), OPENED
    if case.ended is not None:
        return case, "after_end"
    if kind == way.flow.starts:
        return replace(case, told_again=case.told_again + 1), "repeat"
    if kind in way.flow.ends:
        return replace(_ended(case, kind, at), left=case.step), MOVED
    return _done(case, event, way) if kind in way.done else _besides(case, event, way)


def _done(case: CaseState, event: Row, way: Way) -> tuple[CaseState, str]:
    """A step is said to be done."""
    step, at = way.done[str(event["type"])], moment_of(event)
    outcomes = dict(step.next)
    if is_unproved(event, way):
        return case, "unproved"
    outcome = "" if "" in outcomes else event.get(OUTCOME)
    if outcome not in outcomes or is_contradicted(step, str(outcome), event):
        return case, "unclear"
    place, here = way.steps[step.name], way.steps[case.step]
    if place < here:
        return case, "repeat"
    moved = _moved(case, place, outcomes[str(outcome)], at, way)
    return moved, MOVED if place == here else "ahead"


def _paused(case: CaseState, event: Row, pause: str, way: Way) -> tuple[CaseState, str]:
    """The case with its clock stopped, if it went and the pause tells what it must."""
    if is_unproved(event, way):
        return case, "unproved"
    if case.waiting:
        return case, "repeat"
    return halted(case, pause, moment_of(event)), PAUSED


def halted(case: CaseState, pause: str, at: datetime) -> CaseState:
    """The case with its clock stopped."""
    return replace(case, waiting=pause, stopped=at, ran_out="")


def is_unproved(event: Row, way: Way) -> bool:
    """Whether the event lacks an attribute without which it is no proof of what it says.

    So is one whose own answers need more than it tells.
    """
    if any(event.get(name) is None for name in _needed(str(event["type"]), way)):
        return True
    step = way.done.get(str(event["type"]))
    return step is not None and is_lacking(step, event)


def is_lacking(step: Step, event: Row) -> bool:
    """Whether the step's event lacks what its own answers make it need."""
    return any(truth(lacks, event, TIMELESS) is True for lacks in step.lacks)


def _needed(kind: str, way: Way) -> tuple[str, ...]:
    """What an event of that type must tell."""
    if kind in way.done:
        return way.done[kind].evidence
    if kind == way.agreed:
        return (PLAN_DUE, PLAN_OWNER)
    pauses = way.flow.pause_evidence.items()
    return next((needs for pause, needs in pauses if way.flow.called(pause) == kind), ())


def is_contradicted(step: Step, outcome: str, event: Row) -> bool:
    """Whether the step's event tells an outcome that its answers do not go with."""
    asked = dict(step.unclear).get(outcome)
    return asked is not None and truth(asked, event, TIMELESS) is True


def _moved(case: CaseState, place: int, to: str, at: datetime, way: Way) -> CaseState:
    """The case after the step of that place, on its next step or at its end."""
    if to not in way.steps:
        return _ended(case, to, at)
    here = way.steps[to]
    return come_to(going(case, at), to, at, back=here <= place, failed=here < place)


def come_to(case: CaseState, step: str, at: datetime, *, back: bool, failed: bool) -> CaseState:
    """The case on a step that it came to at that moment: once more, or sent back to it."""
    returns, sent_back = case.returns + back, case.sent_back + failed
    come = replace(case, step=step, entered=at, returns=returns, sent_back=sent_back)
    return replace(come, agreed_here=False, ran_out="")


def _ended(case: CaseState, end: str, at: datetime) -> CaseState:
    return replace(going(case, at), step=end, entered=at, ended=at, ran_out="")


def going(case: CaseState, at: datetime) -> CaseState:
    """The case with its clock going again, if it stood still."""
    if case.stopped is None:
        return case
    over = (*case.pauses, (case.stopped, at))
    return replace(case, waiting="", stopped=None, pauses=over)


def _besides(case: CaseState, event: Row, way: Way) -> tuple[CaseState, str]:
    """A pause, its end or an agreement; what belongs to another version is unclear."""
    at, kind = moment_of(event), str(event["type"])
    waiting = {way.flow.called(pause): pause for pause in way.flow.pauses}.get(kind)
    if waiting is not None:
        return _paused(case, event, waiting, way)
    if kind == way.flow.called(RESUMED) and way.flow.pauses:
        return (going(case, at), WENT_ON) if case.waiting else (case, "repeat")
    if kind != way.agreed:
        return case, "unclear"
    due = event.get(PLAN_DUE)
    if not isinstance(due, date) or is_unproved(event, way):
        return case, "unproved"
    return agreed_on(case, due), AGREED
