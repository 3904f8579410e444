"""Flows of any shape, and the events of customers who go through them, or beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from careplay.calendars.working_time import DeadlineClock, deadline_clock
from careplay.meaning.deadlines import no_deadlines
from careplay.model.business import (
    Attribute,
    Business,
    DatedParameter,
    EventType,
    Table,
    WorkingHours,
)
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    NoneOf,
    OneOf,
    Operator,
)
from careplay.model.flows import (
    OUTCOME,
    PLAN_DUE,
    PLAN_OWNER,
    RECORD_ATTRIBUTES,
    WAITED,
    AsTold,
    Flow,
    Goal,
    Step,
    Version,
)
from careplay.model.parameters import with_values
from careplay.model.types import Parameter, Scalar, Span, Type, Unit
from strategies.dates import own_days

DAY = date(2026, 10, 12)
"""A Monday after a holiday with make-up days on both sides."""
NAMES = ("hear", "say_sorry", "look", "offer", "ask", "call")
ENDS = ("case.withdrawn", "case.merged")
OUTCOMES = ("yes", "no", "it's off")
WORDS, PROOF, SIZE, FLAG = "words", "proof", "size", "flag"
TYPES: Mapping[str, Type] = {
    "ref": Type.TEXT,
    "number": Type.INTEGER,
    WORDS: Type.TEXT,
    PROOF: Type.DATE,
    OUTCOME: Type.TEXT,
    PLAN_DUE: Type.DATE,
    PLAN_OWNER: Type.STAFF,
    SIZE: Type.MONEY,
    FLAG: Type.BOOLEAN,
}
HOURS: tuple[WorkingHours, ...] = (
    (),
    ((time(9), time(18)),),
    ((time(9), time(12)), (time(13, 30), time(18))),
    ((time(0), time.max),),
    ((time(0), time(6)), (time(12), time(12, 10)), (time(22), time.max)),
)
PARAMETERS = {
    "patience": DatedParameter(
        "patience", ((date(2026, 9, 1), 3), (date(2026, 10, 1), 5), (date(2026, 10, 9), 2))
    )
}

Event = dict[str, Scalar | None]


@dataclass(frozen=True, slots=True, repr=False)
class FlowCase:
    """A business with one flow, and what happened to its customers."""

    business: Business
    flow: Flow
    day: date
    events: tuple[Event, ...]

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: object) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        """Only what differs between cases."""
        own = self.business
        told = (self.flow, own.country, own.timezone, own.working_hours, own.own_days)
        return f"FlowCase({', '.join(map(repr, (*told, self.day, self.events)))})"


@st.composite
def flow_cases(draw: st.DrawFn) -> FlowCase:
    """A flow and a history of it."""
    flow = draw(flows())
    days = draw(st.lists(st.sampled_from(HOURS), min_size=7, max_size=7).filter(any))
    hours = {weekday: each for weekday, each in enumerate(days) if each}
    business = business_of(flow, draw(st.sampled_from(("CN", "DE"))), hours)
    zone = draw(st.sampled_from(("Asia/Shanghai", "Europe/Berlin", "America/New_York")))
    business = replace(business, own_days=draw(own_days(DAY)), timezone=zone)
    if flow.told is not None and draw(st.booleans()):  # most edits are not of the hours
        flow = replace(flow, told=_in_hours_of(business, flow.told))
        business = replace(business, flows={flow.name: flow})
    histories = draw(st.lists(history(flow), min_size=1, max_size=3))
    events = draw(st.permutations([event for each in histories for event in each]))
    return FlowCase(business, flow, DAY, tuple(events))


def _in_hours_of(business: Business, told: AsTold) -> AsTold:
    hours, own, working = business.working_hours, business.own_days, told.clock.working
    clock = deadline_clock(business.country, hours, working=working, own=own)
    return replace(told, clock=clock)


@st.composite
def clocks(draw: st.DrawFn) -> DeadlineClock:
    """The hours and days of a business, or others."""
    days = draw(st.lists(st.sampled_from(HOURS), min_size=7, max_size=7).filter(any))
    country, own = draw(st.sampled_from(("CN", "DE"))), draw(own_days(DAY))
    working = draw(st.booleans())
    return deadline_clock(country, dict(enumerate(days)), working=working, own=own)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow in one to three versions."""
    count = draw(st.sampled_from((1, 1, 2, 3)))
    offsets = sorted(
        draw(st.lists(st.integers(-25, 3), min_size=count, max_size=count, unique=True))
    )
    versions = [
        draw(_version(number, DAY + timedelta(days=offset)))
        for number, offset in enumerate(offsets, start=1)
    ]
    if draw(st.booleans()):
        versions[0] = replace(versions[0], since=date.min)
    by = draw(st.sampled_from(("ref", "ref", "number")))
    told = draw(st.none() | told_before())
    return Flow(
        "case",
        "case.opened",
        by,
        tuple(draw(_migrated(versions))),
        draw(st.booleans()),
        draw(st.sampled_from(((), ("waiting",), ("waiting", "away")))),
        draw(st.sampled_from(((), ENDS[:1], ENDS))),
        tuple(sorted(TYPES)),
        labels=draw(st.sampled_from(({}, {"hear": "it's 倾听", "closed": "了结"}))),
        pause_evidence=draw(st.sampled_from(({}, {}, {"waiting": (WORDS, PROOF)}))),
        day_starts=draw(st.sampled_from((None, None, time(8), time(8, 30), time(17, 50)))),
        told=told,
    )


@st.composite
def told_before(draw: st.DrawFn) -> AsTold:
    """What a run of some days ago went by."""
    count = draw(st.sampled_from((1, 1, 2)))
    offsets = sorted(
        draw(st.lists(st.integers(-25, 0), min_size=count, max_size=count, unique=True))
    )
    versions = [
        draw(_version(number, DAY + timedelta(days=offset)))
        for number, offset in enumerate(offsets, start=1)
    ]
    numbers = {"patience": 3}
    known = (
        replace(with_values(each, numbers), migrate=each.number > 1 and draw(st.booleans()))
        for each in versions
    )
    day = DAY - timedelta(days=draw(st.integers(1, 5)))
    last = DAY - timedelta(days=draw(st.integers(1, (DAY - day).days)))
    since = draw(st.sampled_from((DAY, day + timedelta(days=1))))
    several = draw(st.booleans())
    return AsTold(day, tuple(known), draw(clocks()), since, last, several)


@st.composite
def _version(draw: st.DrawFn, number: int, since: date) -> Version:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    targets = st.sampled_from((*names, *names, "closed", "lost"))
    steps = []
    for place, name in enumerate(names):
        usual = names[place + 1] if place + 1 < len(names) else "closed"
        following: tuple[tuple[str, str], ...] = (("", usual),)
        if draw(st.integers(0, 2)) == 0:
            outcomes = draw(st.lists(st.sampled_from(OUTCOMES), min_size=1, unique=True))
            following = tuple((each, draw(targets)) for each in outcomes)
        evidence = draw(st.sampled_from(((), (), (), (WORDS,), (WORDS, PROOF))))
        unclear = draw(st.just(()) | unclear_answers([outcome for outcome, _ in following]))
        lengths = draw(maybe_spans), draw(maybe_spans)
        steps.append(Step(name, following, *lengths, evidence, unclear))
    reached = st.sampled_from(("", "", *names))
    goal = draw(
        st.none() | st.builds(Goal, spans(), st.sampled_from(("", "agreed")), reached, warnings)
    )
    steps = [draw(due_otherwise(each, goal, (PLAN_DUE, PROOF))) for each in steps]
    late = tuple(draw(st.lists(spans(), max_size=3)))
    at_most = draw(endings(("waiting", "away")))
    return Version(number, since, tuple(steps), goal, late, at_most=at_most)


@st.composite
def endings(draw: st.DrawFn, pauses: Sequence[str]) -> tuple[tuple[str, Span], ...]:
    """Which pauses end by themselves, and after how long."""
    some = draw(st.sampled_from(((), (), pauses[:1], pauses)))
    return tuple((pause, draw(spans().filter(lambda span: span.amount != 0))) for pause in some)


@st.composite
def due_otherwise(draw: st.DrawFn, step: Step, goal: Goal | None, dates: Sequence[str]) -> Step:
    """The step, or the same due by something else than what is counted from where it begins."""
    agrees = goal is not None and bool(goal.agreed)
    ways: list[dict[str, Any]] = [
        {},
        {},
        {"of_start": step.within is not None},
        {"due": draw(st.sampled_from(dates))},
    ]
    ways += [{"agreed": True}] if agrees else []
    return replace(step, warn=draw(warnings), **draw(st.sampled_from(ways)))


warnings = (
    st.none()
    | st.none()
    | st.sampled_from(
        (
            Span(1, Unit.HOURS),
            Span(9, Unit.HOURS),
            Span(50, Unit.MINUTES),
            Span(1),
            Span(100, Unit.HOURS),
        )
    )
)
"""How long before a deadline somebody is warned."""


ANSWERS: tuple[Condition, ...] = (
    Compare(SIZE, Operator.LESS, Decimal(0)),
    Compare(FLAG, Operator.EQUAL, value=True),
    AllOf((Missing(WORDS), Compare(FLAG, Operator.EQUAL, value=False))),
    AnyOf((OneOf(WORDS, ("a", "b")), Compare(SIZE, Operator.MORE, Decimal(1)))),
    NoneOf((Compare(SIZE, Operator.MORE, Decimal(1)),)),
)
"""What the events of a step may answer."""


@st.composite
def unclear_answers(draw: st.DrawFn, outcomes: list[str]) -> tuple[tuple[str, Condition], ...]:
    """Which answers some of the outcomes do not go with."""
    some = draw(st.lists(st.sampled_from(outcomes), unique=True))
    return tuple((outcome, draw(st.sampled_from(ANSWERS))) for outcome in some)


@st.composite
def _migrated(draw: st.DrawFn, versions: list[Version]) -> list[Version]:
    """Some later versions take the cases of earlier ones along."""
    found = versions[:1]
    for version in versions[1:]:
        own = {step.name for step in version.steps}
        old = [name for name in NAMES if name not in own]
        names = draw(st.lists(st.sampled_from(old), unique=True)) if old else []
        renamed = tuple((name, draw(st.sampled_from(sorted(own)))) for name in names)
        takes = draw(st.booleans())
        found.append(replace(version, migrate=takes, renamed=renamed if takes else ()))
    return found


LENGTHS = (
    (Unit.MINUTES, 3000, (50, 210, 2900)),
    (Unit.HOURS, 60, (1, 24)),
    (Unit.DAYS, 10, (1,)),
    (Unit.WEEKS, 2, (1,)),
    (Unit.WORKING_DAYS, 7, (1, 2)),
)
"""The most of each unit; and what is often just as long as the time between two events."""


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A span of a flow's clock."""
    unit, most, often = draw(st.sampled_from(LENGTHS))
    amount = draw(
        st.just(Parameter("patience"))
        | st.just(0)
        | st.sampled_from(often)
        | st.integers(1, most)
    )
    return Span(amount, unit)


maybe_spans = st.none() | spans()


@st.composite
def history(draw: st.DrawFn, flow: Flow) -> list[Event]:
    """The events of one customer, in any order of moment."""
    customer = draw(st.sampled_from(("c1", "c2", "c3")))
    types = (*flow.types(), flow.called("resumed"), "case.chat")
    done = [kind for kind in types if kind.endswith(".done")]
    at = datetime.combine(DAY - timedelta(days=draw(st.integers(0, 24))), time(8, 30))
    kinds = [flow.starts] if draw(st.integers(0, 5)) else []
    often = st.sampled_from(done)
    kinds += draw(st.lists(often | often | st.sampled_from(types), max_size=9))
    found: list[Event] = []
    for kind in kinds:
        found.append(draw(_event(flow, customer, kind, at)))
        at += draw(st.sampled_from(STEPS))
    return found


STEPS = tuple(
    timedelta(minutes=minutes, seconds=seconds)
    for minutes, seconds in (
        (0, 0),
        (0, 0),
        (1, 1),
        (50, 0),
        (210, 0),
        (570, 30),
        (1440, 0),
        (2900, 0),
        (8000, 0),
        (-60, 0),
    )
)


@st.composite
def _event(draw: st.DrawFn, flow: Flow, customer: str, kind: str, at: datetime) -> Event:
    plan = DAY + timedelta(days=draw(st.integers(-5, 20)))
    values: dict[str, st.SearchStrategy[Scalar | None]] = {
        "ref": st.sampled_from(("r1", "r1", "r1", "r2")),
        "number": st.sampled_from((7, 7, 7, 12)),
        WORDS: st.sampled_from(("a", "Ä", "b", "", None)),
        PROOF: st.sampled_from((date(2026, 1, 1), date(2025, 1, 1), None)),
        OUTCOME: st.sampled_from((*OUTCOMES, *OUTCOMES, "no idea", None)),
        PLAN_DUE: st.sampled_from((plan, None)),
        PLAN_OWNER: st.sampled_from(("p1", "p2", None)),
        SIZE: st.sampled_from((Decimal("1.50"), Decimal(-2), None, None)),
        FLAG: st.sampled_from((True, False, None)),
    }
    told = {name: draw(strategy) for name, strategy in values.items()}
    if not draw(st.integers(0, 12)):
        told[flow.by] = None
    return {"customer_id": customer, "type": kind, "at": at, "key": None, **told}


def business_of(flow: Flow, country: str, hours: Mapping[int, WorkingHours]) -> Business:
    """A business with this flow only."""
    kinds = {name: Attribute(name, kind) for name, kind in TYPES.items()}
    own = {name: Attribute(name, Type(kind)) for name, kind in RECORD_ATTRIBUTES}
    late = max(len(version.late) for version in flow.versions)
    dates = (f"{what}_{n}_on" for what in ("late", "goal_late") for n in range(1, late + 1))
    own |= {name: Attribute(name, Type.DATE) for name in dates}
    if flow.told:
        moving = [name for name in no_deadlines(flow) if name.startswith("#")]
        known = {name: each.type for name, each in own.items()} | {WAITED: Type.BOOLEAN}
        own |= {name: Attribute(name, known[name.removeprefix("#")]) for name in moving}
    types = {kind: EventType(kind, kinds) for kind in (*flow.types(), "case.chat")}
    types[flow.name] = EventType(flow.name, kinds | own, record=True)
    return Business(
        id="b",
        folder=Path(),
        name="b",
        language="en",
        timezone="Asia/Shanghai",
        country=country,
        key="customer_id",
        customers=Table("customers.csv"),
        events=Table("events.csv"),
        staff=None,
        working_hours=hours,
        declared={},
        derived=(),
        event_types=types,
        roles={},
        channels={},
        parameters=PARAMETERS,
        rules=(),
        flows={flow.name: flow},
    )
