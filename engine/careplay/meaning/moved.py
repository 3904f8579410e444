"""Which deadlines an edit moved, by how long the steps of flows were given on the last day.

A deadline that people were told counts until they were told the changed one. So on the first
run after an edit both are known of a case (``as_told``), and as long as there are cases that
wait, or actions that were put off, of which the changed one could not be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from careplay.calendars.zones import changing
from careplay.frozen import dataclass
from careplay.meaning.deadlines import no_deadlines
from careplay.meaning.flow_spans import (
    FlowSpans,
    FormerSpans,
    StepSpans,
    VersionSpans,
    flow_spans,
    span_of,
)
from careplay.meaning.kept_hours import clock_kept, kept_hours
from careplay.meaning.renamed import StepName, name_now, renamed
from careplay.model.business import Attribute, Business, EventType
from careplay.model.conditions import facts_of
from careplay.model.flows import WAITED, AsTold, Flow, Goal, Step, Version, as_told
from careplay.model.rules import Rule
from careplay.model.triggers import Stands
from careplay.model.types import Type


@dataclass(frozen=True, slots=True)
class MovingRules:
    """The rules by which a moved deadline is told, and is passed."""

    steps: tuple[str, ...]
    """Those that say what is to be done in a step."""
    late: Mapping[str, str]
    """Of each that tells somebody above: the attribute with the day, by what was told."""


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


def _version(spans: VersionSpans, names: Iterable[StepName]) -> Version:
    first, within, reach = spans["since"], span_of(spans["goal"]), spans.get("reach", "")
    since = date.min if first is None else date.fromisoformat(first)
    return Version(
        spans["number"],
        since,
        tuple(
            _step(name_now(names, name, since), each) for name, each in spans["steps"].items()
        ),
        None if within is None else Goal(within, reach=name_now(names, reach, since)),
        migrate=spans["migrate"],
    )


def _step(name: str, spans: StepSpans) -> Step:
    return Step(
        name,
        (),
        span_of(spans["after"]),
        span_of(spans["within"]),
        of_start=spans.get("of_start", False),
        due=spans.get("due", ""),
        agreed=spans.get("agreed", False),
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
