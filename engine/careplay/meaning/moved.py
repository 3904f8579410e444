"""How long the steps of flows were given on a day: by it the next run knows what an edit moved.

A deadline that people were told counts until they were told the changed one. So on the first
run after an edit both are known of a case (``as_told``), and as long as there are cases that
wait, or actions that were put off, of which the changed one could not be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypedDict

from careplay.calendars.zones import changing
from careplay.frozen import dataclass
from careplay.meaning.clock import TIMELESS, amount_of, clock_of
from careplay.meaning.deadlines import no_deadlines
from careplay.meaning.kept_hours import KeptHours, clock_kept, kept_hours, read_hours
from careplay.meaning.renamed import renamed
from careplay.meaning.versions import in_numbers
from careplay.meaning.waits import Wait, read_wait
from careplay.model.business import Attribute, Business, EventType
from careplay.model.conditions import facts_of
from careplay.model.flows import WAITED, AsTold, Flow, Goal, Step, Version, as_told
from careplay.model.rules import Rule
from careplay.model.triggers import Stands
from careplay.model.types import Span, Type, Unit


class StepSpans(TypedDict):
    """How long a step waits, and how long it is given."""

    after: str | None
    within: str | None


class VersionSpans(TypedDict):
    """The spans of a version, its parameters being those of cases from a day on."""

    number: int
    since: str | None
    """None where it says no day."""
    migrate: bool
    goal: str | None
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


@dataclass(frozen=True, slots=True)
class MovingRules:
    """The rules by which a moved deadline is told, and is passed."""

    steps: tuple[str, ...]
    """Those that say what is to be done in a step."""
    late: Mapping[str, str]
    """Of each that tells somebody above: the attribute with the day, by what was told."""


def flow_spans(business: Business, day: date) -> dict[str, FlowSpans]:
    """The spans of each flow as of the day."""
    clock = clock_of(business, day)
    flows, hours = sorted(business.flows.items()), kept_hours(business)
    return {name: _spans(in_numbers(flow, clock), hours) for name, flow in flows}


def former_spans(
    business: Business, before: Mapping[str, FlowSpans], last: date, day: date
) -> dict[str, FormerSpans]:
    """By flow the spans that some were told by, where others may count by now.

    ``before`` are those of the last run. Of several edits the last one counts.
    """
    now = flow_spans(business, last)
    asked = {stands.record for _, stands in _of_records(business)}
    found = {
        name: _former(before[name], last, day)
        if _others(before[name], now[name]) or _takes_along(flow, last, day)
        else before[name]["before"]
        for name, flow in business.flows.items()
        if name in before and name in asked
    }
    return {name: spans for name, spans in found.items() if spans is not None}


def _former(spans: FlowSpans, last: date, day: date) -> FormerSpans:
    return {
        "working": spans["working"],
        "hours": spans["hours"],
        "versions": spans["versions"],
        "until": last.isoformat(),
        "since": day.isoformat(),
        "several": spans["before"] is not None,
    }


def with_former(
    spans: Mapping[str, FlowSpans], former: Mapping[str, FormerSpans], untold: Iterable[str]
) -> dict[str, FlowSpans]:
    """The spans of a day, and those of before for the flows that have some untold yet."""
    kept = {name: each for name, each in former.items() if name in {*untold}}
    return {name: {**each, "before": kept.get(name)} for name, each in spans.items()}


def with_told(business: Business, former: Mapping[str, FormerSpans], last: date) -> Business:
    """The business, its flows knowing what was told where that may be otherwise."""
    told = {
        name: replace(flow, told=_told(former[name], last, flow, business))
        for name, flow in business.flows.items()
        if name in former
    }
    types = {name: _with_told(business.event_types[name], flow) for name, flow in told.items()}
    if not told:
        return business
    return replace(
        business,
        flows={**business.flows, **told},
        event_types={**business.event_types, **types},
    )


def moving_rules(business: Business) -> MovingRules:
    """The rules of the flows of which an edit may have moved deadlines."""
    flows = {name: flow for name, flow in business.flows.items() if flow.told is not None}
    rules = [each for each in _of_records(business) if each[1].record in flows]
    steps = tuple(rule.id for rule, _ in rules if rule.stage is not None)
    late = {
        rule.id: as_told(day)
        for rule, stands in rules
        if rule.stage is None
        for day in _late_days(stands, flows[stands.record])
    }
    return MovingRules(steps, late)


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


def _spans(flow: Flow, hours: KeptHours) -> FlowSpans:
    versions = [
        VersionSpans(
            number=each.number,
            since=None if each.since == date.min else each.since.isoformat(),
            migrate=each.migrate,
            goal=_kept(each.goal.within if each.goal else None),
            steps={
                step.name: {"after": _kept(step.after), "within": _kept(step.within)}
                for step in each.steps
            },
        )
        for each in flow.versions
    ]
    counted = flow.working or any(map(_in_working_days, flow.versions))
    return {
        "working": flow.working,
        "hours": hours if counted else None,
        "versions": versions,
        "before": None,
    }


def _in_working_days(version: Version) -> bool:
    goals = (version.goal.within,) if version.goal else ()
    spans = (*goals, *(span for step in version.steps for span in (step.after, step.within)))
    return any(span is not None and span.unit is Unit.WORKING_DAYS for span in spans)


def _kept(span: Span | None) -> str | None:
    return None if span is None else str(Wait(amount_of(span, TIMELESS), span.unit))


def _span(told: str | None) -> Span | None:
    if told is None:
        return None
    wait = read_wait(told)
    return Span(wait.amount, wait.unit)


def _read(told: Mapping[str, Any]) -> VersionSpans:
    since = told["since"]
    return {
        "number": int(told["number"]),
        "since": None if since is None else date.fromisoformat(since).isoformat(),
        "migrate": bool(told["migrate"]),
        "goal": _kept(_span(told["goal"])),
        "steps": {
            str(name): {
                "after": _kept(_span(each["after"])),
                "within": _kept(_span(each["within"])),
            }
            for name, each in told["steps"].items()
        },
    }


def _others(before: FlowSpans, now: FlowSpans) -> bool:
    """Whether deadlines may be others by now; where hours are not told they are the same."""
    told = before["hours"] is not None and now["hours"] is not None
    was, is_ = ((each["working"], each["versions"]) for each in (before, now))
    return was != is_ or (told and before["hours"] != now["hours"])


def _told(spans: FormerSpans, last: date, flow: Flow, business: Business) -> AsTold:
    """What was told, of each step by the name that it has since."""
    hours, zone = spans["hours"] or kept_hours(business), changing(business.timezone)
    since = date.fromisoformat(spans["since"])
    names = renamed(flow, since)
    return AsTold(
        date.fromisoformat(spans["until"]),
        tuple(_version(each, names) for each in spans["versions"]),
        clock_kept(hours, working=spans["working"], zone=zone),
        since,
        last,
        spans["several"],
    )


def _version(spans: VersionSpans, names: Mapping[str, str]) -> Version:
    since, within = spans["since"], _span(spans["goal"])
    return Version(
        spans["number"],
        date.min if since is None else date.fromisoformat(since),
        tuple(
            Step(names.get(name, name), (), _span(each["after"]), _span(each["within"]))
            for name, each in spans["steps"].items()
        ),
        None if within is None else Goal(within),
        migrate=spans["migrate"],
    )


def _takes_along(flow: Flow, last: date, day: date) -> bool:
    """Whether a version that takes older cases along came into force since."""
    return any(each.migrate and last < each.since <= day for each in flow.versions)


def _with_told(kind: EventType, flow: Flow) -> EventType:
    """The case with the attributes of what was told; their types are those of what is."""
    types = {name: each.type for name, each in kind.attributes.items()} | {WAITED: Type.BOOLEAN}
    more = {
        name: Attribute(name, types[name.removeprefix("#")])
        for name in no_deadlines(flow)
        if name not in kind.attributes
    }
    return replace(kind, attributes={**kind.attributes, **more})


def _of_records(business: Business) -> Iterator[tuple[Rule, Stands]]:
    """The rules that look at cases and stays."""
    for rule in business.rules:
        if isinstance(rule.trigger, Stands):
            yield rule, rule.trigger


def _late_days(stands: Stands, flow: Flow) -> Iterator[str]:
    """The attribute that says from which day on somebody above is told."""
    known = no_deadlines(flow)
    return (each for each in facts_of(stands.where) if as_told(each) in known)
