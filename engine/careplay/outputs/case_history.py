"""One case: its events one by one, and how its deadlines were counted, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from careplay.calendars.stretches import Line
from careplay.calendars.working_time import Deadline
from careplay.diagnostics import width_of
from careplay.meaning.deadlines import (
    assumed_years_of,
    begins,
    deadline_after,
    goal_due,
    length_of,
    named_day,
    step_due,
    warnings,
)
from careplay.meaning.events import moment_of
from careplay.meaning.folding import CaseState
from careplay.model.flows import GOAL_WARN, STEP_WARN
from careplay.model.types import Span
from careplay.outputs.case_words import CaseWords, case_words, time_in_words

if TYPE_CHECKING:
    from careplay.meaning.open_cases import StandingCase
    from careplay.model.business import Business


def history_lines(business: Business, case: StandingCase) -> Iterator[str]:
    """Everything that can be told of a case, line by line."""
    say, flow = case_words(business.language), case.history.way.flow
    label = flow.label or flow.name
    yield f"{label} {case.history.ref} · {case.customer} · {case.clock.day}"
    labels = {each.name: each.label or each.name for each in business.event_types.values()}
    kinds = [labels[str(event["type"])] for event, _, _ in case.history.events]
    width = max(map(width_of, kinds))
    for (event, did, after), kind in zip(case.history.events, kinds, strict=True):
        shown = kind + " " * (width - width_of(kind))
        told = say.did[did].format(step=_title(after, case))
        yield f"  {_moment(moment_of(event))}  {shown}  {told}"
    yield from _deadlines(case, say)


def counting_lines(business: Business, case: StandingCase) -> Iterator[str]:
    """How the deadlines of the step and of the goal were counted, line by line."""
    say, known = case_words(business.language), case.history.case
    way, clock = case.history.way, case.clock
    begun, due = begins(known, way, clock), step_due(known, way, clock)
    if known.stopped is not None:
        yield say.waiting.format(since=_moment(known.stopped))
        return
    if due is not None and begun is not None:
        yield from _due(case, say, begun.at, due)
    yield from _goal_counted(case, say)


def _title(known: CaseState, case: StandingCase) -> str:
    return case.history.way.flow.labels.get(known.step, known.step)


def _deadlines(case: StandingCase, say: CaseWords) -> Iterator[str]:
    known, way, clock = case.history.case, case.history.way, case.clock
    title = _title(known, case)
    if known.entered is None or known.opened is None:
        yield say.no_start
        return
    if known.ended is not None:
        yield say.ended.format(at=_moment(known.ended), step=title)
        return
    step = way.version.steps[way.steps[known.step]]
    begun, due = begins(known, way, clock), step_due(known, way, clock)
    if step.after is not None and begun is not None:
        yield from _counted(case, say, (say.begins, title), (known.entered, step.after, begun))
    if known.stopped is not None:
        yield say.waiting.format(since=_moment(known.stopped))
        return
    if due is not None and begun is not None:
        yield from _due(case, say, begun.at, due)
        yield from _warned(case, (say.warned, title), STEP_WARN)
        yield from _late(case, say, (say.late, title), due)
    yield from _goal(case, say)


def _due(case: StandingCase, say: CaseWords, begun: datetime, due: Deadline) -> Iterator[str]:
    """By when the step is to be done: a day that is named, or how it was counted."""
    known, way = case.history.case, case.history.way
    step, title = way.version.steps[way.steps[known.step]], _title(known, case)
    if named_day(known, step) is not None or step.within is None:
        told = say.due_by_plan if step.agreed and known.agreed_here else say.due_by_date
        yield told.format(step=title, at=_moment(due.at), name=step.due)
        return
    since = known.opened if step.of_start and known.opened else begun
    yield from _counted(case, say, (say.due, title), (since, step.within, due))


def _goal(case: StandingCase, say: CaseWords) -> Iterator[str]:
    due = goal_due(case.history.case, case.history.way, case.clock)
    yield from _goal_counted(case, say)
    if case.history.way.version.goal is not None and due is not None:
        yield from _warned(case, (say.goal_warned, ""), GOAL_WARN)
        yield from _late(case, say, (say.goal_late, ""), due)


def _goal_counted(case: StandingCase, say: CaseWords) -> Iterator[str]:
    known, way, clock = case.history.case, case.history.way, case.clock
    goal, due = way.version.goal, goal_due(known, way, clock)
    if goal is None or due is None or known.opened is None:
        return
    if known.plan_due is not None:
        yield say.agreed.format(at=_moment(due.at))
    else:
        yield from _counted(case, say, (say.goal, ""), (known.opened, goal.within, due))


def _warned(case: StandingCase, told: tuple[str, str], name: str) -> Iterator[str]:
    """On whose list somebody is warned, unless it is late by now."""
    days = dict(warnings(case.history.case, case.history.way, case.clock))
    if name in days:
        yield told[0].format(step=told[1], day=days[name])


def _late(
    case: StandingCase, say: CaseWords, told: tuple[str, str], due: Deadline
) -> Iterator[str]:
    """The days on which somebody above is told, unless that is at the deadline itself."""
    history = case.history
    for span in history.way.version.late:
        if length_of(span, history.way, case.clock):
            found = deadline_after(due.at, span, history.case, history.way, case.clock)
            yield from _counted(case, say, told, (due.at, span, found))


def _counted(
    case: StandingCase,
    say: CaseWords,
    told: tuple[str, str],
    found: tuple[datetime, Span, Deadline],
) -> Iterator[str]:
    """One deadline: what it is, each stretch of time on the way to it, and the moment."""
    start, span, deadline = found
    amount = length_of(span, case.history.way, case.clock)
    written = say.units[span.unit.value].format(amount)
    text = told[0].format(step=told[1], span=written, since=_moment(start))
    yield say.deadline.format(what=text, at=_moment(deadline.at))
    for line in deadline.lines:
        yield f"  {_moment(line.begin)} - {_moment(line.end)}  {_line(line, say)}"
    for year in assumed_years_of(deadline, case.clock):
        yield f"  {say.assumed.format(year=year, country=case.clock.working.country)}"


def _line(line: Line, say: CaseWords) -> str:
    why = say.why.get(line.why, str(line.why))
    named = say.named.format(why=why, name=line.name) if line.name else why
    told = say.not_counted
    if line.days:
        told = say.days.format(line.days)
    elif line.counted:
        told = say.counted.format(time_in_words(line.counted, say))
    return say.line.format(why=named, counted=told)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
