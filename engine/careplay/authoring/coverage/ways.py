"""The ways that cases have gone, by what is known of them in a story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from careplay.authoring.coverage.things import ended, transition
from careplay.meaning.clock import Clock
from careplay.meaning.folding import (
    AGREED,
    MOVED,
    PAUSED,
    CaseState,
    Way,
    folded,
    in_order,
    way,
)
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.flows import OUTCOME, Flow
from careplay.model.types import Scalar, Type
from careplay.model.words import scalar_of
from careplay.outputs.coverage import CoverKey, CoverKind
from careplay.sources.columns import KEY


def ways_gone(
    business: Business, events: Sequence[Mapping[str, str]], clock: Clock
) -> Mapping[str, frozenset[CoverKey]]:
    """By customer, the transitions of his cases up to the clock's day."""
    found = defaultdict[str, set[CoverKey]](set)
    rows = [typed(business, each) for each in events]
    known = [each for each in rows if _day(each) <= clock.day]
    for flow in business.flows.values():
        for case in _cases(flow, known):
            names = _gone(flow, case, clock)
            keys = {(CoverKind.TRANSITIONS, name, True) for name in names}
            found[str(case[0][KEY])] |= keys
    return {key: frozenset(those) for key, those in found.items()}


def typed(business: Business, event: Mapping[str, str]) -> Row:
    """The event of a story with its values; what is not of its type is missing."""
    kind = business.event_types.get(event["type"])
    attributes = kind.attributes if kind else {}
    told = {name: _value(event.get(name), each.type) for name, each in attributes.items()}
    return {**told, KEY: event[KEY], "type": event["type"], "at": _moment(event["at"])}


def _value(text: str | None, kind: Type) -> Scalar | None:
    try:
        return scalar_of(text or None, kind)
    except (ValueError, ArithmeticError):
        return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(event: Row) -> date:
    at = event["at"]
    assert isinstance(at, datetime)  # noqa: S101 - made above
    return at.date()


def _cases(flow: Flow, events: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The events of each case that has a start."""
    types = {*flow.types()}
    cases = defaultdict[tuple[object, object], list[Row]](list)
    for event in events:
        if event["type"] in types and event.get(flow.by) is not None:
            cases[event[KEY], event[flow.by]].append(event)
    for case in cases.values():
        if any(each["type"] == flow.starts for each in case):
            yield case


def _gone(flow: Flow, case: Sequence[Row], clock: Clock) -> Iterator[str]:
    opened = min(_day(each) for each in case if each["type"] == flow.starts)
    under = way(flow, opened, clock.day)
    for event, did, state in folded(in_order(case, under), under, clock):
        yield from _by(event, did, state, under)


def _by(event: Row, did: str, state: CaseState, under: Way) -> Iterator[str]:
    """What the event that did so is called; nothing of what moves no case."""
    flow, kind = under.flow, str(event["type"])
    if did == PAUSED:
        yield f"{flow.name}: waits, {state.waiting}"
    elif did == AGREED and under.version.goal is not None:
        yield f"{flow.name}: {under.version.goal.agreed}"
    elif kind in flow.ends and did == MOVED:
        yield ended(flow, kind)
    elif kind in under.done and did in {MOVED, "ahead"}:
        step = under.done[kind]
        outcomes = dict(step.next)
        outcome = "" if "" in outcomes else str(event.get(OUTCOME))
        yield transition(flow, step.name, outcome, outcomes[outcome])
