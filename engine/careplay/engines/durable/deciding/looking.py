"""The occasions of a plan as searches: which row may give them, and where it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias, assert_never

from careplay.engines.durable.deciding.numbering import Numbering, renamed
from careplay.engines.durable.deciding.own_occasions import gives
from careplay.engines.durable.programme import Looked, MatchQuestions, OccasionQuestions
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.rules import Audience
from careplay.planning.probes import ByEvent, Happened, Probe, Returned, Standing
from careplay.planning.steps import Match, Plan, Want

Numbered: TypeAlias = dict[int, list[tuple[int, Match]]]
"""Matches by occasion, each with its number."""


def own(plan: Plan, numbering: Numbering) -> OccasionQuestions:
    """The occasions that a customer itself gives."""
    found = {n: each for n, each in _asked(plan).items() if not _by_event(n, plan)}
    asked = numbering.questions(gives(number, plan) for number in found)
    return OccasionQuestions(_looked(found, numbering), asked)


def of_events(plan: Plan, numbering: Numbering) -> tuple[OccasionQuestions, ...]:
    """The occasions that events give, in order of ``searches``."""
    asked = _asked(plan)
    return tuple(
        OccasionQuestions(
            _looked({number: asked[number] for number in numbers}, numbering),
            numbering.questions(_where(number, plan) for number in numbers),
        )
        for numbers in searches(plan)
    )


def searches(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """The occasions that customers' events may give; those that are looked for alike as one.

    Numbers are places in ``Plan.occasions``; a search differs in nothing but ``where``.
    """
    alike: dict[Probe, list[int]] = {}
    for number in _asked(plan):
        probe = plan.occasions[number].probe
        if isinstance(probe, ByEvent):
            alike.setdefault(at_large(probe), []).append(number)
    return tuple(map(tuple, alike.values()))


def at_large(probe: ByEvent) -> ByEvent:
    """The probe, finding every event of its type and days."""
    match probe:
        case Happened():
            return replace(probe, where=ALWAYS)
        case Standing():
            return replace(probe, where=ALWAYS, new=ALWAYS)
        case Returned():
            return probe
        case _:
            assert_never(probe)


def guards(match: Match) -> tuple[Condition, ...]:
    """The guards of those of its reasons that have any, in order."""
    return tuple(reason.guard for reason in match.reasons if reason.guard != ALWAYS)


def _asked(plan: Plan) -> Numbered:
    """The matches that are asked of customers, by occasion."""
    found: Numbered = {}
    for number, match in enumerate(plan.matches, start=1):
        if match.audience is Audience.CUSTOMERS:
            found.setdefault(match.occasion, []).append((number, match))
    return found


def _by_event(occasion: int, plan: Plan) -> bool:
    return isinstance(plan.occasions[occasion].probe, ByEvent)


def _looked(found: Numbered, numbering: Numbering) -> tuple[Looked, ...]:
    return tuple(_of_one(each, matches, numbering) for each, matches in found.items())


def _of_one(
    occasion: int, matches: Sequence[tuple[int, Match]], numbering: Numbering
) -> Looked:
    """The rules that act on an occasion; what any of them wants is asked of a row at once."""
    wants = [want for _, match in matches for want in match.wants]
    unknown = dict.fromkeys(each for want in wants for way in want.unknown for each in way)
    wanted = numbering.questions(unknown)
    places = {condition: place for place, condition in enumerate(unknown)}
    asked = tuple(
        MatchQuestions(
            number,
            numbering.questions(guards(match)),
            tuple((want.fact, _ways(want, places)) for want in match.wants),
            wanted,
        )
        for number, match in matches
    )
    conditions = numbering.questions(match.condition for _, match in matches)
    return Looked(occasion, asked, conditions)


def _ways(want: Want, places: dict[Condition, int]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(places[condition] for condition in way) for way in want.unknown)


def _where(occasion: int, plan: Plan) -> Condition:
    """What is asked of an event, in the names it has beside a customer's facts."""
    probe = plan.occasions[occasion].probe
    if isinstance(probe, Returned):  # where it is found again
        return ALWAYS
    assert isinstance(probe, ByEvent)  # noqa: S101 - of these ``searches`` are made
    return renamed(probe.where, lambda name: f"event.{name}")
