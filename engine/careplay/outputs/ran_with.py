"""What a day runs with, as ``run.json`` keeps it: digests of what is written, values, versions.

By it the next run tells what changed. A digest goes by what a thing means, however and wherever
it is written, so that a comment or another layout is no change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import TypedDict

from careplay.calendars.own_days import OwnDays
from careplay.frozen import dataclass
from careplay.meaning.flow_spans import FlowSpans, flow_spans
from careplay.meaning.folding import way
from careplay.meaning.waits import RuleWaits, waited_for, waits
from careplay.model.business import Business, DatedParameter
from careplay.model.digests import digest
from careplay.model.flows import Flow
from careplay.model.parameters import value_on
from careplay.model.rules import Rule
from careplay.model.types import Type
from careplay.model.words import plain
from careplay.version import __version__


class RanParameter(TypedDict):
    """A parameter on a day."""

    playbook: str
    """Whose it is; empty where careplay.yaml has it."""
    value: str | None
    """As a reason records it; None where it has no value yet."""


class RanFlow(TypedDict):
    """A flow on a day."""

    version: str | None
    """The first day of the version in force; None where that says none."""
    digest: str


class RanPlaybook(TypedDict):
    """The rules of a playbook."""

    digest: str
    """Of all of them in their order."""
    rules: dict[str, str]
    """The digest of each, by id."""


class RanWith(TypedDict):
    """What a day ran with, everything in order of name."""

    careplay: str
    """Its version."""
    settings: dict[str, str]
    """Digests by the keys of careplay.yaml."""
    facts: dict[str, str]
    """Digests of facts, measures, tiers, segments and outputs of tables."""
    parameters: dict[str, RanParameter]
    flows: dict[str, RanFlow]
    receptions: dict[str, str]
    playbooks: dict[str, RanPlaybook]
    waits: dict[str, RuleWaits]
    """How long rules wait, by id."""
    steps: dict[str, FlowSpans]
    """How long the steps of flows are given, and their goals, by the flow's name."""


@dataclass(frozen=True, slots=True)
class BusinessDigests:
    """What a business means, whatever the day: digests by name, in order."""

    settings: Mapping[str, str]
    facts: Mapping[str, str]
    flows: Mapping[str, str]
    receptions: Mapping[str, str]
    playbooks: Mapping[str, RanPlaybook]
    waits: Mapping[str, str]


def business_digests(business: Business) -> BusinessDigests:
    """The digests of everything that was written for the business."""
    flows = {each.name: (each, _events_of(each, business)) for each in business.flows.values()}
    return BusinessDigests(
        _digests(_settings(business)),
        _digests(business.facts),
        _digests(flows),
        _digests(business.receptions),
        _playbooks(business.rules),
        waited_for(business),
    )


def ran_with(business: Business, day: date, digests: BusinessDigests) -> RanWith:
    """What the business, which has these digests, is run with on the day."""
    parameters = sorted(business.parameters.items())
    return {
        "careplay": __version__,
        "settings": {**digests.settings},
        "facts": {**digests.facts},
        "parameters": {name: _parameter(each, business, day) for name, each in parameters},
        "flows": {
            name: {"version": _version(business.flows[name], day), "digest": each}
            for name, each in digests.flows.items()
        },
        "receptions": {**digests.receptions},
        "playbooks": {**digests.playbooks},
        "waits": waits(business, day, digests.waits),
        "steps": flow_spans(business, day),
    }


def _digests(told: Mapping[str, object]) -> dict[str, str]:
    return {name: digest(each) for name, each in sorted(told.items())}


def _settings(business: Business) -> Mapping[str, object]:
    """What careplay.yaml says of itself, by the keys under which it says so."""
    own = business.own_days or OwnDays()
    of_flows = {name for flow in business.flows.values() for name in _events_of(flow, business)}
    types = {
        name: each
        for name, each in business.event_types.items()
        if name not in of_flows and not each.record and (each.label or not each.undeclared)
    }
    return {
        "channels": business.channels,
        "closed": own.closed,
        "country": business.country,
        "customers": (business.key, business.customers),
        "events": (business.events, types),
        "language": business.language,
        "limits": business.limits,
        "open": own.opened,
        "roles": business.roles,
        "staff": business.staff,
        "timezone": business.timezone,
        "working_hours": business.working_hours,
    }


def _events_of(flow: Flow, business: Business) -> Mapping[str, object]:
    """The event types that a flow makes known; its cases start and end by others."""
    others = (flow.starts, *flow.ends)
    return {name: business.event_types[name] for name in flow.types() if name not in others}


def _playbooks(rules: Sequence[Rule]) -> dict[str, RanPlaybook]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for rule in rules:
        found[rule.playbook][rule.id] = digest(rule)
    return {
        name: {"digest": digest(tuple(each.items())), "rules": dict(sorted(each.items()))}
        for name, each in sorted(found.items())
    }


def _parameter(parameter: DatedParameter, business: Business, day: date) -> RanParameter:
    of_business = parameter.file == business.file
    value = value_on(parameter, day)
    return {
        "playbook": "" if of_business else PurePath(parameter.file).stem,
        "value": None if value is None else plain(value, Type.NUMBER),
    }


def _version(flow: Flow, day: date) -> str | None:
    since = way(flow, day, day).version.since
    return None if since == date.min else since.isoformat()
