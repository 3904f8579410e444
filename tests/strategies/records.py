"""Flows and receptions of the generated world, and the rules that look at their records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import strategies as st

from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    Not,
    Operator,
    Since,
    Today,
)
from careplay.model.flows import Flow, Goal, Step, StepApproval, Version
from careplay.model.receptions import Reception
from careplay.model.rules import Action, Category, Due, Rule, Verb
from careplay.model.triggers import Stands
from careplay.model.types import Parameter, Span, Unit
from strategies.care_world import COMPLAINT, END, FIRST, STAY, STEPS, carried
from strategies.choice import either
from strategies.flows import due_otherwise, warnings

NONE = Span(0)
SPANS = st.sampled_from(
    [
        Span(1, Unit.HOURS),
        Span(30, Unit.MINUTES),
        Span(1),
        Span(2, Unit.WORKING_DAYS),
        Span(9, Unit.HOURS),
        Span(0, Unit.HOURS),
        Span(1, Unit.WEEKS),
        Span(Parameter("n")),
        Span(Parameter("n"), Unit.WORKING_DAYS),
    ]
)
AT_MOST = st.sampled_from(
    [(), (), (("customer", Span(1)),), (("customer", Span(9, Unit.HOURS)),)]
)
"""How long a case waits for the customer."""
BACK = Compare("outcome", Operator.EQUAL, "unsatisfied")
LACKS = st.sampled_from([(), (), (), (AllOf((BACK, AnyOf((Missing("words"),)))),)])
"""What a step's event must tell, beside its evidence."""
APPROVED = st.sampled_from(
    [
        *(None,) * 6,
        StepApproval("words", ((BACK, ("adviser",)), (Missing("outcome"), ("nobody",)))),
    ]
)
APPROVERS = st.sampled_from(
    [(), (), (("", ("manager",)),), (("A", ("manager", "adviser")),), (("B", ("gm",)),)]
)
"""By level, who may approve that it is raised."""
LATE = st.lists(SPANS, max_size=2).map(tuple)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Complaints in one version or two, with pauses, ends and a goal or without."""
    versions = [draw(versions_of(1, date.min))]
    if draw(st.booleans()):
        since = FIRST + timedelta(days=draw(st.integers(-2, 3)))
        versions.append(draw(versions_of(2, since)))
    return Flow(
        "complaint",
        "complaint.opened",
        "ref",
        tuple(versions),
        working=draw(st.booleans()),
        pauses=draw(st.sampled_from([("customer",), ()])),
        ends=draw(st.sampled_from([("complaint.withdrawn",), ()])),
        carried=carried(COMPLAINT),
        day_starts=draw(st.sampled_from([None, None, time(8)])),
    )


@st.composite
def versions_of(draw: st.DrawFn, number: int, since: date) -> Version:
    """Three steps or two; the last may send the case back."""
    names = draw(st.sampled_from([STEPS, STEPS[1:], (STEPS[0], STEPS[2])]))
    steps = tuple(
        Step(
            name,
            _next(name, names, branching=draw(st.booleans())),
            after=draw(st.none() | SPANS),
            within=draw(either(SPANS, st.none())),
            evidence=draw(st.sampled_from([(), (), ("words",)])),
            lacks=draw(LACKS),
            approved=draw(APPROVED),
        )
        for name in names
    )
    reached = st.sampled_from(["", "", *names])
    goal = draw(
        st.none() | st.builds(Goal, SPANS, st.sampled_from(["", "agreed"]), reached, warnings)
    )
    steps = tuple(draw(due_otherwise(step, goal, ["plan_due"])) for step in steps)
    renamed = draw(st.sampled_from([(), (("gather", names[-1]),)]))
    migrate = number > 1 and draw(st.booleans())
    at_most = draw(AT_MOST)
    return Version(number, since, steps, goal, draw(LATE), migrate, renamed, at_most)


@st.composite
def respanned(draw: st.DrawFn, flow: Flow) -> Flow:
    """The same flow, some of whose spans are others."""
    maybe = st.none() | SPANS
    versions = []
    for version in flow.versions:
        steps = tuple(
            replace(
                step,
                within=draw(either(maybe, st.just(step.within))),
                after=draw(either(st.just(step.after), st.just(step.after), maybe)),
            )
            for step in version.steps
        )
        goal = version.goal
        steps = tuple(
            draw(either(st.just(step), due_otherwise(step, goal, ["plan_due"])))
            for step in steps
        )
        if goal is not None:
            within = draw(either(SPANS, st.just(goal.within)))
            goal = draw(either(st.just(replace(goal, within=within)), st.none()))
        at_most = draw(either(st.just(version.at_most), AT_MOST))
        versions.append(replace(version, steps=steps, goal=goal, at_most=at_most))
    return replace(flow, versions=tuple(versions))


def _next(name: str, names: tuple[str, ...], *, branching: bool) -> tuple[tuple[str, str], ...]:
    after = (*names, END)[names.index(name) + 1]
    if branching:
        return (("satisfied", after), ("unsatisfied", names[-2]))
    return (("", after),)


@st.composite
def receptions(draw: st.DrawFn) -> Reception:
    """Stays that change, are cancelled and whose level is raised, or not."""
    raised = draw(st.booleans())
    return Reception(
        "vip",
        "reservation",
        changes=draw(st.sampled_from([("reservation.changed",), ()])),
        cancels=draw(st.sampled_from([("reservation.cancelled",), ()])),
        attributes=carried(STAY),
        levels=("A", "B"),
        raised="raised_to" if raised else "",
        approver="approved_by" if raised else "",
        approvers=draw(APPROVERS) if raised else (),
        until=draw(st.sampled_from(["raised_until", ""])) if raised else "",
    )


def at_least(fact: str, since: Span = NONE) -> Condition:
    """On the first day no run has looked at, or later."""
    return Compare(fact, Operator.AT_LEAST, Since(since))


def by_today(fact: str, moved: Span = NONE) -> Condition:
    """On the date or earlier."""
    return Compare(fact, Operator.AT_MOST, Today(moved))


def dawned(fact: str) -> Condition:
    """On the date, or on a day since the last run."""
    return AllOf((by_today(fact), at_least(fact)))


@st.composite
def case_triggers(draw: st.DrawFn, flow: Flow) -> Stands:
    """What the rules of a flow wait for, and some that no flow makes."""
    step, returns = ("step", "returns", "ref"), st.sampled_from([1, 2])
    going = (OPEN, Missing("waiting"))
    number = draw(st.sampled_from([1, 2]))
    names = [step.name for step in flow.versions[0].steps]
    at_step = Compare("step", Operator.EQUAL, draw(st.sampled_from([names[0], *names])))
    again = Compare("returns", Operator.EQUAL, draw(returns))
    kinds = [
        Stands("complaint", AllOf((at_step, Missing("waiting"), dawned("step_on"))), step),
        Stands("complaint", AllOf((*going, dawned(f"late_{number}_on"))), step),
        Stands("complaint", AllOf((*going, dawned(f"goal_late_{number}_on"))), ("ref",)),
        Stands("complaint", AllOf((again, OPEN, dawned("entered_at"))), ("returns", "ref")),
        Stands("complaint", TOLD_AGAIN, ("told_again", "ref")),
        Stands("complaint", Missing("ended_at"), ("ref",), daily=True),
        Stands("complaint", AllOf((*going, Compare("at", Operator.LESS, FIRST))), ("ref",)),
        Stands("complaint", Not(OPEN), ("step_due", "at", "version", "ref")),
    ]
    return draw(st.sampled_from([*kinds[:1] * 4, *kinds[:4] * 2, *kinds]))


def looked_after(flow: Flow) -> Iterator[Rule]:
    """The rules of a flow as it is lowered: what to do in each step, and who is told late."""
    names = dict.fromkeys(step.name for each in flow.versions for step in each.steps)
    going, step = (OPEN, Missing("waiting")), ("step", "returns", "ref")
    for name in names:
        there = Compare("step", Operator.EQUAL, name)
        where = AllOf((there, Missing("waiting"), by_today("step_on")))
        due = Due(of="step_due", not_before_today=True)
        yield _looking(f"complaint.{name}", Stands("complaint", where, step), due, there)
        near = AllOf((there, Missing("waiting"), by_today("step_warn_on")))
        yield _looking(f"complaint.{name}.warn", Stands("complaint", near, step), due)
    near = AllOf((*going, by_today("goal_warn_on")))
    due = Due(of="goal_due", not_before_today=True)
    yield _looking("complaint.goal.warn", Stands("complaint", near, ("ref",)), due)
    for ends, asked, since in (
        ("after.1", Compare("waiting", Operator.EQUAL, "customer"), "waiting_since"),
        ("at_most", Compare("wait_over", Operator.EQUAL, "customer"), "waited_since"),
    ):
        stands = Stands("complaint", AllOf((OPEN, asked)), (since, "ref"))
        yield _looking(f"complaint.customer.{ends}", stands, Due())
    repeated = Stands("complaint", TOLD_AGAIN, ("told_again", "ref"))
    yield _looking("complaint.repeated", repeated, Due())
    for number in (1, 2):
        passed, first = by_today(f"goal_late_{number}_on"), f"complaint.goal_late_{number}_on"
        broken = AllOf((*going, Not(Missing("planned_for")), passed))
        stands = Stands("complaint", broken, ("planned_for", "ref"))
        yield replace(_looking(f"{first}.replanned", stands, Due()), renews=first)
    late = (("late", step), ("goal_late", ("ref",)))
    for each, key in ((f"{what}_{n}_on", key) for what, key in late for n in (1, 2)):
        begun = (by_today("step_on"),) if each.startswith("late") else ()
        trigger = Stands("complaint", AllOf((*going, *begun, by_today(each))), key)
        yield _looking(f"complaint.{each}", trigger, Due())


def _looking(name: str, trigger: Stands, due: Due, stage: Condition | None = None) -> Rule:
    ladder = ("phone", "phone", "letter") if stage else ()
    verb, to = (Verb.CALL, "adviser") if stage else (Verb.ESCALATE, "manager")
    action = Action(verb, ("您好",), to, due=due, category=Category.SERVICE, channels=ladder)
    return Rule(name, "a", name, trigger, (action,), stage=stage)


@st.composite
def stay_triggers(draw: st.DrawFn) -> Stands:
    """What the rules of a reception wait for."""
    about = draw(st.sampled_from(["arrival", "arrival", "departure"]))
    days = draw(st.sampled_from([3, 1, 0, -1]))
    named = days != 0 and draw(st.booleans())
    ahead = Span(Parameter("n") if named else abs(days), negative=days < 0)
    here = (Not(Compare("cancelled", Operator.EQUAL, value=True)), by_today("known_on"))
    if draw(st.sampled_from([False, False, True])):
        away = Compare("departure", Operator.MORE, Today(NONE))
        return Stands("vip", AllOf((*here, by_today("arrival"), away)), ("ref",), daily=True)
    news = AnyOf((at_least(about, ahead), at_least("known_on")))
    if days < 0:
        where = AllOf((*here, by_today(about, ahead), news))
        endless = draw(st.sampled_from([True, True, False]))
        return Stands("vip", where, (about, "ref"), endless=endless)
    coming = Compare(about, Operator.AT_LEAST, Today(NONE))
    asked = draw(st.sampled_from([(), (), (news,)]))
    where = AllOf((*here, by_today(about, ahead), *asked, coming))
    return Stands("vip", where, (about, "ref"))


UNDONE = Stands(
    "vip",
    AllOf(
        (
            Compare("cancelled", Operator.EQUAL, value=True),
            Compare("arrival", Operator.AT_MOST, Since(NONE)),
            at_least("known_on"),
            Compare("departure", Operator.AT_LEAST, Today(NONE)),
        )
    ),
    ("departure", "ref"),
)
"""What was done is undone where the stay is cancelled."""


OPEN = Missing("ended_at")
TOLD_AGAIN = AllOf((OPEN, Compare("told_again", Operator.AT_LEAST, 1)))
