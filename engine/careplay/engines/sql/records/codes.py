"""What each event of a flow says, as numbers: the fold looks at nothing else.

A version's steps and ends get numbers of their own: a step counts up from 1 through all
versions, an end down from -1. What an event does is settled by its code alone, so that one
fold serves every version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import IntEnum

from careplay.frozen import dataclass
from careplay.model.conditions import Condition
from careplay.model.flows import PLAN_DUE, PLAN_OWNER, RESUMED, Flow, Step, Version


class EventEffect(IntEnum):
    """What an event would do to an open case."""

    START = 1
    DONE = 2
    END = 3
    PAUSE = 4
    RESUME = 5
    AGREE = 6
    UNPROVED = 7
    UNCLEAR = 8
    LAPSE = 9
    """No event's: that a pause ended by itself."""


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that an event may say."""

    kind: EventEffect
    place: int = 0
    """The step that is done, or the number of the pause."""
    target: int = 0
    """The step or end that the case comes to; of a pause that ends by itself, the place of the
    version that says so."""
    version: int = 0
    """Of a start: the version's number."""


UNPROVED, UNCLEAR = Code(EventEffect.UNPROVED), Code(EventEffect.UNCLEAR)


@dataclass(frozen=True, slots=True)
class EventCodes:
    """What an event of one type says in one version."""

    type: str
    rank: int
    """Its place among the events of one moment."""
    plain: Code
    """Without outcomes; where there are, that of an outcome nobody knows."""
    outcomes: tuple[tuple[str, Code], ...] = ()
    needs: tuple[str, ...] = ()
    """Attributes without which it is unproved."""
    unclear: tuple[tuple[str, Condition], ...] = ()
    """What answers make an outcome unclear; "" stands for every event of the type."""
    lacks: tuple[Condition, ...] = ()
    """What makes it unproved, beside what is missing."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The steps and ends of all versions of a flow, numbered."""

    flow: Flow
    steps: Mapping[tuple[date, str], int]
    """By the version's first day and the step's name."""
    ends: Mapping[str, int]
    versions: Mapping[date, int]
    """The place of a version by its first day, from 1 on."""

    def target(self, version: Version, name: str) -> int:
        """The number of what a step leads to."""
        return self.steps.get((version.since, name)) or self.ends[name]


def numbers_of(flow: Flow) -> Numbers:
    """Number the steps, each version's in order of writing, and the ends."""
    all_steps = [(version, step) for version in flow.versions for step in version.steps]
    steps = {
        (version.since, step.name): number
        for number, (version, step) in enumerate(all_steps, start=1)
    }
    names = dict.fromkeys((*flow.ends, *(to for _, step in all_steps for _, to in step.next)))
    versions = {version.since: n for n, version in enumerate(flow.versions, start=1)}
    ends = {name: -n for n, name in enumerate(names, start=1)}
    return Numbers(flow, steps, ends, versions)


def folded_under(flow: Flow, day: date) -> tuple[tuple[date, Version], ...]:
    """From when on a case must have begun to be folded under which version, oldest first."""
    return tuple((version.since, _under(flow, version, day)) for version in flow.versions)


def _under(flow: Flow, own: Version, day: date) -> Version:
    later = [
        version
        for version in flow.versions
        if version.migrate and version.number > own.number and version.since <= day
    ]
    return later[-1] if later else own


def event_codes(version: Version, numbers: Numbers) -> Iterator[EventCodes]:
    """What every type of the flow's events says to a case of the version."""
    flow, done = numbers.flow, _done(version, numbers.flow)
    first = numbers.target(version, version.steps[0].name)
    yield EventCodes(
        flow.starts, 0, Code(EventEffect.START, target=first, version=version.number)
    )
    for kind, (place, step) in done.items():
        yield _step(kind, place, step, version, numbers)
    besides = tuple(_besides(version, numbers, len(version.steps) + 2))
    yield from besides
    known = {flow.starts, *done, *(each.type for each in besides)}
    for kind in flow.types():
        if kind not in known:
            yield EventCodes(kind, len(version.steps) + 1, UNCLEAR)


def _done(version: Version, flow: Flow) -> dict[str, tuple[int, Step]]:
    """Each event type that says a step is done, with the step and its place from 1."""
    steps = {step.name: (place, step) for place, step in enumerate(version.steps, start=1)}
    done = {flow.done(name): placed for name, placed in steps.items()}
    for old, new in version.renamed:
        done.setdefault(flow.done(old), steps[new])
    return done


def _step(kind: str, place: int, step: Step, version: Version, numbers: Numbers) -> EventCodes:
    number = numbers.steps[version.since, step.name]
    codes = {
        outcome: Code(EventEffect.DONE, number, numbers.target(version, to))
        for outcome, to in step.next
    }
    plain = codes.pop("", UNCLEAR)
    outcomes = tuple(codes.items()) if plain is UNCLEAR else ()
    proof = step.evidence, step.unclear, step.lacks
    return EventCodes(kind, place, plain, outcomes, *proof)


def _besides(version: Version, numbers: Numbers, rank: int) -> Iterator[EventCodes]:
    """Pauses, their end, the agreement and the ends, ranked from a number on."""
    flow, agreed = numbers.flow, version.goal.agreed if version.goal else ""
    for place, pause in enumerate(flow.pauses, start=1):
        needs, ends = flow.pause_evidence.get(pause, ()), pause in dict(version.at_most)
        by = numbers.versions[version.since] if ends else 0
        halts = Code(EventEffect.PAUSE, place, by)
        yield EventCodes(flow.called(pause), rank + place, halts, (), needs)
    rank += len(flow.pauses) + 1
    if flow.pauses:
        yield EventCodes(flow.called(RESUMED), rank, Code(EventEffect.RESUME))
    if agreed:
        yield EventCodes(
            flow.called(agreed), rank + 1, Code(EventEffect.AGREE), (), (PLAN_DUE, PLAN_OWNER)
        )
    for place, end in enumerate(flow.ends):
        target = Code(EventEffect.END, target=numbers.ends[end])
        yield EventCodes(end, rank + 2 + place, target)
