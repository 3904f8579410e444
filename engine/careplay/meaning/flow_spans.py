"""How long the steps of flows are given on a day, as ``run.json`` keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NotRequired, TypedDict

from careplay.meaning.clock import TIMELESS, amount_of, clock_of
from careplay.meaning.kept_hours import KeptHours, kept_hours, read_hours
from careplay.meaning.versions import in_numbers
from careplay.meaning.waits import Wait, read_wait
from careplay.model.business import Business
from careplay.model.flows import Flow, Step, Version
from careplay.model.types import Span, Unit


class StepSpans(TypedDict):
    """How long a step waits, and how long it is given; what else is said of that, if it is."""

    after: str | None
    within: str | None
    of_start: NotRequired[bool]
    due: NotRequired[str]
    agreed: NotRequired[bool]


class VersionSpans(TypedDict):
    """The spans of a version, its parameters being those of cases from a day on."""

    number: int
    since: str | None
    """None where it says no day."""
    migrate: bool
    goal: str | None
    reach: NotRequired[str]
    """The step that fulfils the goal, where one does."""
    steps: dict[str, StepSpans]


class CountedSpans(TypedDict):
    """The spans of a flow, and the hours by which they are counted."""

    working: bool
    hours: KeptHours | None
    """None where no working time is counted, or an older careplay does not say."""
    versions: list[VersionSpans]


class FormerSpans(CountedSpans):
    """Those of before an edit, by which some were told that have not been told otherwise."""

    until: str
    """The last day that was run by them."""
    since: str
    """The first day that was run by others."""
    several: bool
    """Whether some had not been told by these either when they became others."""


class FlowSpans(CountedSpans):
    """The spans of a flow, and those of before where they still count for somebody."""

    before: FormerSpans | None


def flow_spans(business: Business, day: date) -> dict[str, FlowSpans]:
    """The spans of each flow as of the day."""
    clock = clock_of(business, day)
    flows, hours = sorted(business.flows.items()), kept_hours(business)
    return {name: _spans(in_numbers(flow, clock), hours) for name, flow in flows}


def read_spans(told: Mapping[str, Any]) -> FlowSpans:
    """The spans as they were kept; a KeyError, TypeError or ValueError where they are none."""
    before = told.get("before")
    return {**_read_counted(told), "before": None if before is None else _read_former(before)}


def _read_former(told: Mapping[str, Any]) -> FormerSpans:
    until, since = (date.fromisoformat(told[each]).isoformat() for each in ("until", "since"))
    several = bool(told.get("several"))
    return {**_read_counted(told), "until": until, "since": since, "several": several}


def _read_counted(told: Mapping[str, Any]) -> CountedSpans:
    hours = told.get("hours")
    return {
        "working": bool(told["working"]),
        "hours": None if hours is None else read_hours(hours),
        "versions": [*map(_read, told["versions"])],
    }


def _spans(flow: Flow, hours: KeptHours | None) -> FlowSpans:
    versions = [*map(_of_version, flow.versions)]
    counted = flow.working or any(map(_in_working_days, flow.versions))
    return {
        "working": flow.working,
        "hours": hours if counted else None,
        "versions": versions,
        "before": None,
    }


def _of_version(version: Version) -> VersionSpans:
    goal = version.goal
    found = VersionSpans(
        number=version.number,
        since=None if version.since == date.min else version.since.isoformat(),
        migrate=version.migrate,
        goal=_kept(goal.within if goal else None),
        steps={step.name: _of_step(step) for step in version.steps},
    )
    return _reaching(found, goal.reach if goal else "")


def _reaching(spans: VersionSpans, step: str) -> VersionSpans:
    return {**spans, "reach": step} if step else spans


def _of_step(step: Step) -> StepSpans:
    spans: StepSpans = {"after": _kept(step.after), "within": _kept(step.within)}
    return _due(spans, step.due, of_start=step.of_start, agreed=step.agreed)


def _due(spans: StepSpans, due: str, *, of_start: bool, agreed: bool) -> StepSpans:
    """The spans, with what is said of the deadline besides."""
    if of_start:
        spans = {**spans, "of_start": True}
    if due:
        spans = {**spans, "due": due}
    return {**spans, "agreed": True} if agreed else spans


def _in_working_days(version: Version) -> bool:
    goals = (version.goal.within,) if version.goal else ()
    spans = (*goals, *(span for step in version.steps for span in (step.after, step.within)))
    return any(span is not None and span.unit is Unit.WORKING_DAYS for span in spans)


def _kept(span: Span | None) -> str | None:
    return None if span is None else str(Wait(amount_of(span, TIMELESS), span.unit))


def span_of(told: str | None) -> Span | None:
    """The span as it was kept; None where there was none."""
    if told is None:
        return None
    wait = read_wait(told)
    return Span(wait.amount, wait.unit)


def _read(told: Mapping[str, Any]) -> VersionSpans:
    since = told["since"]
    found: VersionSpans = {
        "number": int(told["number"]),
        "since": None if since is None else date.fromisoformat(since).isoformat(),
        "migrate": bool(told["migrate"]),
        "goal": _kept(span_of(told["goal"])),
        "steps": {str(name): _read_step(each) for name, each in told["steps"].items()},
    }
    return _reaching(found, str(told.get("reach", "")))


def _read_step(told: Mapping[str, Any]) -> StepSpans:
    after, within = (_kept(span_of(told[each])) for each in ("after", "within"))
    of_start, agreed = (bool(told.get(each)) for each in ("of_start", "agreed"))
    spans: StepSpans = {"after": after, "within": within}
    return _due(spans, str(told.get("due", "")), of_start=of_start, agreed=agreed)
