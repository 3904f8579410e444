"""By when the step of a case, and its goal, are due: counted by the flow's clock.

``sql/records`` counts those of all cases on a table of days: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from careplay.calendars.stretches import Why
from careplay.calendars.working_time import Deadline
from careplay.meaning.clock import Clock
from careplay.meaning.folding import CaseState, Way, way_told
from careplay.meaning.truth import Row
from careplay.model.flows import (
    GOAL_WARN,
    PLANNED,
    STEP_WARN,
    WAITED,
    AsTold,
    Flow,
    Step,
    as_told,
)
from careplay.model.types import Scalar, Span

PLAN_ENDS = time(23, 59)
MOMENT = timedelta(microseconds=1)
A_DAY = timedelta(days=1)


def begins(case: CaseState, way: Way, clock: Clock) -> Deadline | None:
    """When the current step begins, and how that was counted; None once ended."""
    if case.ended is not None or case.entered is None:
        return None
    after = way.version.steps[way.steps[case.step]].after
    if after is None:
        return Deadline(case.entered, ())
    return deadline_after(case.entered, after, case, way, clock)


def step_due(case: CaseState, way: Way, clock: Clock) -> Deadline | None:
    """By when the current step is to be done; None where there is no deadline."""
    begun = begins(case, way, clock)
    if begun is None or case.waiting:
        return None
    step = way.version.steps[way.steps[case.step]]
    named = named_day(case, step)
    if named is not None:
        return Deadline(datetime.combine(named, PLAN_ENDS), ())
    since = case.opened if step.of_start and case.opened else begun.at
    return None if step.within is None else deadline_after(since, step.within, case, way, clock)


def named_day(case: CaseState, step: Step) -> date | None:
    """The day by whose end the step is to be done, where a plan or an attribute names it."""
    if step.agreed and case.agreed_here:
        return case.plan_due
    return dict(case.named).get(step.due)


def goal_due(case: CaseState, way: Way, clock: Clock) -> Deadline | None:
    """By when the case is to reach its goal, or the day of the plan that was agreed."""
    goal = way.version.goal
    if goal is None or case.opened is None or case.ended is not None or case.waiting:
        return None
    if way.steps.get(case.step, -1) >= way.steps.get(goal.reach, len(way.steps)):
        return None
    if case.plan_due is not None:
        return Deadline(datetime.combine(case.plan_due, PLAN_ENDS), ())
    return deadline_after(case.opened, goal.within, case, way, clock)


def deadline_after(
    start: datetime, span: Span, case: CaseState, way: Way, clock: Clock
) -> Deadline:
    """The moment that is a span of the flow's clock after another."""
    return way.clock.after(start, span, clock, case.pauses)


def length_of(span: Span, way: Way, clock: Clock) -> int:
    """How many of its units the span is long for a case that goes this way."""
    return way.clock.length(span, clock)


def assumed_years_of(deadline: Deadline, clock: Clock) -> tuple[int, ...]:
    """The years without published working days that the deadline was counted in."""
    by_days = (each for each in deadline.lines if each.why not in {Why.ALL_HOURS, Why.PAUSED})
    ends = ((each.begin.year, (each.end - MOMENT).year) for each in by_days)
    years = {year for first, last in ends for year in range(first, last + 1)}
    return tuple(year for year in sorted(years) if not clock.working.published(year))


def deadlines(case: CaseState, way: Way, clock: Clock) -> Row:
    """Every deadline that a case of the flow may have; missing where this one has none."""
    begun, due = begins(case, way, clock), step_due(case, way, clock)
    goal = goal_due(case, way, clock)
    found = {
        **no_deadlines(way.flow),
        "step_on": begun.at.date() if begun else None,
        "step_due": due.at if due else None,
        "goal_due": goal.at if goal else None,
        PLANNED: case.plan_due if goal else None,
    }
    for name, deadline in (("late", due), ("goal_late", goal)):
        if deadline is not None:
            found |= late(name, deadline, case, way, clock)
    found |= dict(warnings(case, way, clock))
    return found | told_deadlines(case, way, clock)


def warnings(case: CaseState, way: Way, clock: Clock) -> Iterator[tuple[str, date]]:
    """The days on whose lists somebody is warned of deadlines that none has told as passed."""
    begun, goal = begins(case, way, clock), way.version.goal
    if begun is None or case.opened is None:
        return
    step = way.version.steps[way.steps[case.step]]
    of_goal = goal.warn if goal else None
    for name, span, due, since in (
        (STEP_WARN, step.warn, step_due(case, way, clock), begun.at),
        (GOAL_WARN, of_goal, goal_due(case, way, clock), case.opened),
    ):
        if span is not None and due is not None and list_after(due.at, way) > clock.day:
            last, first = list_after(due.at, way) - A_DAY, list_after(since, way) + A_DAY
            day = way.clock.day_before(due.at, span, clock, first)
            yield name, max(min(day, last), first)


def told_deadlines(case: CaseState, way: Way, clock: Clock) -> dict[str, Scalar]:
    """The deadlines that were told before an edit that may have moved them.

    Somebody above is told by whichever is later, the one told or the one in force; by neither
    where there is only one.
    """
    then = None if case.opened is None else way_told(way.flow, case.opened.date())
    found: dict[str, Scalar] = {}
    if then is None or way.flow.told is None:
        return found
    known = case.ended is None and case.step in then.steps
    by = _as_it_went(way.flow.told, clock)
    was = step_due(case, then, by) if known else None
    pairs = (
        ("step_due", "late", was, step_due(case, way, clock)),
        ("goal_due", "goal_late", goal_due(case, then, by), goal_due(case, way, clock)),
    )
    for name, after, told, due in pairs:
        if told is not None:
            found[as_told(name)] = told.at
        if told is not None and due is not None:
            later = max(told, due, key=lambda each: each.at)
            days = late(after, later, case, way, clock)
            found |= {as_told(each): day for each, day in days.items()}
    return found | ({as_told(WAITED): True} if _stood_still(case, way.flow.told) else {})


def _stood_still(case: CaseState, told: AsTold) -> bool:
    """Whether no run has met the case going on since others count."""
    over = any(
        stopped.date() <= told.since and went_on.date() > told.last
        for stopped, went_on in case.pauses
    )
    return over and case.ended is None and not case.waiting


def _as_it_went(told: AsTold, clock: Clock) -> Clock:
    """The clock with the working time by which was counted what was told."""
    return replace(clock, working=told.clock.days, hours=dict(enumerate(told.clock.hours)))


def no_deadlines(flow: Flow) -> dict[str, Scalar | None]:
    """Every deadline that a case of the flow may have, missing."""
    most = max(len(version.late) for version in flow.versions)
    numbered = (f"{name}_{n}_on" for name in ("late", "goal_late") for n in range(1, most + 1))
    moving = ("step_due", "goal_due", *numbered)
    told = map(as_told, (*moving, WAITED)) if flow.told else ()
    return dict.fromkeys(("step_on", *moving, STEP_WARN, GOAL_WARN, PLANNED, *told))


def list_after(at: datetime, way: Way) -> date:
    """The day of the first list that is made when the moment has come."""
    made = way.flow.day_starts
    return at.date() if made is None or at.time() <= made else at.date() + A_DAY


def late(name: str, due: Deadline, case: CaseState, way: Way, clock: Clock) -> dict[str, date]:
    """The dates on whose lists the deadline is passed by each span of ``late``."""
    return {
        f"{name}_{number}_on": list_after(
            deadline_after(due.at, span, case, way, clock).at, way
        )
        for number, span in enumerate(way.version.late, start=1)
    }
