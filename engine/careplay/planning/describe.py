"""A plan as text for people: the five relations, a line for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from careplay.model.conditions import ALWAYS
from careplay.model.rules import Audience, Placeholder, Text
from careplay.planning.probes import Always, Dated, Happened, Kept, Passed, Probe, Turned
from careplay.planning.spoken import days, spoken
from careplay.planning.steps import Derived, Gap, Held, Match, Measured, Plan, Ranked, Scheduled


def describe(plan: Plan) -> str:
    """The plan in words; steps are numbered as later steps refer to them."""
    parts = {
        f"facts of {plan.business.id} as of {plan.day}": _facts(plan),
        "occasions": _numbered(
            f"{_probe(occasion.probe)}; key {_gaps(occasion.key)}"
            for occasion in plan.occasions
        ),
        "matches": _numbered(_match(match, plan) for match in plan.matches),
        "schedule": _numbered(_scheduled(scheduled, plan) for scheduled in plan.schedule),
        "actions": _numbered(
            f'{told.action.verb} "{_text(told.text)}"' for told in plan.actions
        ),
    }
    return "\n\n".join(_part(title, lines) for title, lines in parts.items()) + "\n"


def _part(title: str, lines: Iterator[str]) -> str:
    told = [f"  {line}" for line in lines]
    return "\n".join([title, *(told or ["  none"])])


def _numbered(lines: Iterator[str]) -> Iterator[str]:
    return (f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _facts(plan: Plan) -> Iterator[str]:
    if plan.facts.told:
        yield f"told: {', '.join(plan.facts.told)}"
    for measured in plan.facts.measured:
        yield f"{measured.column} = {_measured(measured)}"
    for stratum in plan.facts.strata:
        for derived in stratum:
            yield f"{derived.column} = {_derived(derived)}"


def _measured(step: Measured) -> str:
    of = f"{step.event}.{step.attribute}" if step.attribute else step.event
    span = f"to {step.until}" if step.since is None else f"from {step.since} to {step.until}"
    where = "" if step.where == ALWAYS else f", where {spoken(step.where)}"
    return f"{step.aggregate} of {of} {span}{where}"


def _derived(step: Derived) -> str:
    match step:
        case Held(_, condition):
            return spoken(condition)
        case Ranked(_, by, cuts, rest):
            shares = ", ".join(f"{name} to {share.normalize():f}" for name, share in cuts)
            return f"rank by {by}: {shares or 'no cuts'}, else {rest}"
        case _:
            assert_never(step)


def _probe(probe: Probe) -> str:
    match probe:
        case Always():
            return "everyone"
        case Dated(column, due):
            return f"{column} {days(due)}"
        case Kept(column, calendar, solar, lunar):
            return f"{column} {days(solar)}, or by {calendar} lunar {days(lunar)}"
        case Turned(fact, to):
            return f"{fact} turned {'true' if to else 'not true'}"
        case Passed(fact, level, direction):
            return f"{fact} {direction.replace('_', ' ')} {level:f}"
        case Happened(event, attribute, due, where):
            asked = "" if where == ALWAYS else f", where {spoken(where)}"
            return f"each {event}{f'.{attribute}' if attribute else ''} {days(due)}{asked}"
        case _:
            assert_never(probe)


def _match(match: Match, plan: Plan) -> str:
    rule = plan.rules[match.rule]
    whom = "" if match.audience is Audience.CUSTOMERS else f" for {match.audience}"
    return f"{rule.id}{whom} on occasion {match.occasion + 1}: {spoken(match.condition)}"


def _scheduled(scheduled: Scheduled, plan: Plan) -> str:
    due = scheduled.due
    by = (
        f"{due:%Y-%m-%d %H:%M}" if isinstance(due, datetime) else f"{due} hours after the event"
    )
    asked = ", else ".join(turn.role for turn in scheduled.turns)
    return f"{plan.rules[scheduled.rule].id}[{scheduled.index}] by {by}, asks {asked}"


def _gaps(pieces: Sequence[str | Gap]) -> str:
    return "".join(f"<{piece.value}>" if isinstance(piece, Gap) else piece for piece in pieces)


def _text(text: Text) -> str:
    return "".join(_gap(piece) if isinstance(piece, Placeholder) else piece for piece in text)


def _gap(gap: Placeholder) -> str:
    name = gap.name if gap.scope != "event" else f"event.{gap.name}"
    return "{" + (name if gap.default is None else f"{name}|{gap.default}") + "}"
