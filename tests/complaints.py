"""Complaints told in every disorder: what thousands of customers say, from one seed.

Each history follows the flow for the most part. Beside that its events come twice, out of
order, before the start, after the end or after the day; some lack what they should say, some
are of other versions or of no type of the flow at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from careplay.model.flows import OUTCOME, PLAN_DUE, PLAN_OWNER, Flow, Goal, Step, Version
from careplay.model.types import Scalar, Span, Unit
from strategies.flows import DAY, ENDS, HOURS, PROOF, TYPES, WORDS, FlowCase, business_of

STEPS = (
    Step("vent", (("", "gather"),), within=Span(30, Unit.MINUTES), evidence=(WORDS,)),
    Step(
        "gather", (("", "propose"),), Span(2, Unit.HOURS), Span(24, Unit.HOURS), of_start=True
    ),
    Step("propose", (("", "ask"),), None, Span(3), (WORDS, PROOF), due=PROOF, agreed=True),
    Step("ask", (("yes", "thank"), ("no", "propose"), ("it's off", "lost")), within=Span(1)),
    Step("thank", (("", "call"),), Span(1, Unit.WORKING_DAYS), Span(2, Unit.WORKING_DAYS)),
    Step("call", (("", "closed"),), after=Span(1, Unit.WEEKS), within=Span(3)),
)
FIRST = Version(
    1, date.min, STEPS, Goal(Span(7), "agreed"), (Span(0, Unit.HOURS), Span(24, Unit.HOURS))
)
SECOND = Version(
    2,
    DAY - timedelta(days=12),
    (*STEPS[:1], Step("hear", (("", "propose"),), within=Span(1)), *STEPS[2:]),
    Goal(Span(5, Unit.WORKING_DAYS), "agreed"),
    (Span(1, Unit.HOURS),),
)
AROUND_THE_CLOCK = Flow(
    "case",
    "case.opened",
    "ref",
    (FIRST, SECOND),
    pauses=("waiting", "away"),
    ends=ENDS,
    carried=tuple(sorted(TYPES)),
    labels={"vent": "倾听", "closed": "了结"},
)
TAKEN_ALONG = replace(SECOND, migrate=True, renamed=(("gather", "hear"),))
BY_WORKING_HOURS = replace(AROUND_THE_CLOCK, versions=(FIRST, TAKEN_ALONG), working=True)

Event = dict[str, Scalar | None]


def complaints(flow: Flow, seed: int, count: int) -> FlowCase:
    """So many histories of the flow, of one case each, their events in any order."""
    random = Random(seed)  # noqa: S311 - not a secret
    business = business_of(flow, "CN", dict.fromkeys(range(5), HOURS[2]))
    events = [event for n in range(count) for event in history(flow, n, random)]
    random.shuffle(events)
    return FlowCase(business, flow, DAY, tuple(events))


def history(flow: Flow, number: int, random: Random) -> Iterator[Event]:
    """What is told of one case."""
    at = datetime.combine(DAY - timedelta(days=random.randint(0, 30)), time(8, 30))
    kinds = list(_kinds(flow, random))
    if random.random() < 0.1:
        random.shuffle(kinds)
    for kind in kinds:
        told = _event(flow, number, kind, at - _back(random), random)
        yield told
        if random.random() < 0.06:
            yield dict(told)
        at += timedelta(minutes=random.choice((0, 1, 25, 50, 300, 1440, 2900, 6000)))


def _kinds(flow: Flow, random: Random) -> Iterator[str]:
    """The types of the events, more or less as the first version has them follow."""
    names = [step.name for step in flow.versions[random.randint(0, 1)].steps]
    pauses = [*map(flow.called, flow.pauses), flow.called("resumed")] * 3
    besides = (*flow.types(), flow.starts, "case.chat", *pauses)
    if random.random() < 0.93:
        yield flow.starts
    here = 0
    for _ in range(random.randint(0, 12)):
        if random.random() < 0.7:
            yield flow.done(names[here])
            here = min(here + 1, len(names) - 1)
        else:
            yield random.choice(besides)


def _back(random: Random) -> timedelta:
    """How much earlier the event is written down to have been than those before it."""
    return timedelta(minutes=random.choice((60, 1500)) if random.random() < 0.08 else 0)


def _event(flow: Flow, number: int, kind: str, at: datetime, random: Random) -> Event:
    plan = DAY + timedelta(days=random.randint(-5, 20))
    told: Event = {
        WORDS: random.choice(("a", "Ä", 'it\'s "so"', "a", "a", None)),
        PROOF: random.choice((date(2026, 1, 1), date(2026, 1, 1), date(2025, 1, 1), None)),
        OUTCOME: random.choice(("yes", "yes", "no", "no", "it's off", "no idea", "", None)),
        PLAN_DUE: random.choice((plan, plan, None)),
        PLAN_OWNER: random.choice(("p1", "p2", None)),
    }
    named: Event = {"customer_id": f"c{number // 2}", "type": kind, "at": at, "key": None}
    ref = None if random.random() < 0.02 else f"r{number % 2}"
    return {**dict.fromkeys(TYPES), **named, **told, flow.by: ref}
