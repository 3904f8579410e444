"""A plan as text for people: the five relations, a line for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from careplay.meaning.words import written
from careplay.model.conditions import ALWAYS
from careplay.model.limits import Limits
from careplay.model.rules import Audience, Placeholder, Text
from careplay.planning.probes import (
    Always,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Standing,
    Turned,
)
from careplay.planning.spoken import days, spoken
from careplay.planning.steps import (
    Decided,
    Derived,
    FromEvent,
    Gap,
    Held,
    Match,
    Measured,
    Plan,
    Ranked,
    Scheduled,
)


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
    if plan.records:
        parts = {"records": _records(plan)} | parts
    if plan.holds:
        parts["holds"] = _holds(plan)
    if plan.business.limits != Limits():
        parts["limits"] = _limits(plan.business.limits)
    return "\n\n".join(_part(title, lines) for title, lines in parts.items()) + "\n"


def _records(plan: Plan) -> Iterator[str]:
    for each in plan.records:
        kind = "cases" if each.fact in plan.business.flows else "stays"
        yield f"{each} = {kind} of {each.fact} as of {plan.day - timedelta(days=each.ago)}"


def _limits(limits: Limits) -> Iterator[str]:
    """In the order in which they are asked."""
    if limits.quiet is not None:
        yield "quiet {:%H:%M} to {:%H:%M}".format(*limits.quiet)
    for consent in limits.consents:
        yield f"{consent.category} needs {consent.fact}"
    for mode in limits.modes:
        lasts = f", {mode.days} days on" if mode.days else ""
        yield f"mode {mode.name} holds {', '.join(mode.hold)}{lasts}"
    for group in limits.exclusive:
        yield f"exclusive {group.name}: {', '.join(group.rules)}"
    for window in limits.windows:
        yield f"at most {window.most} {window.of} in {window.days} days"
    if limits.capacity:
        yield "capacity" + (f", {limits.prefer} first" if limits.prefer else "")


def _holds(plan: Plan) -> Iterator[str]:
    yield from (f"{step.column} = {_measured(step)}" for step in plan.held.measured)
    for stratum in plan.held.strata:
        yield from (f"{derived.column} = {_derived(derived)}" for derived in stratum)
    yield from _numbered(f"{each.hold}: {spoken(each.condition)}" for each in plan.holds)


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
        case Decided():
            return _decided(step)
        case _:
            assert_never(step)


def _decided(step: Decided) -> str:
    rows = "; ".join(f"{written(row.value)} where {spoken(row.condition)}" for row in step.rows)
    how = step.hit if step.gather is None else f"{step.hit} {step.gather}"
    return f"{how} of: {rows or 'no rows'}; else {written(step.otherwise)}"


def _probe(probe: Probe) -> str:  # noqa: PLR0911 - a line a kind
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
        case Standing(event, where, key, _):
            return f"each {event} by {'/'.join(key)}, where {spoken(where)}"
        case _:
            assert_never(probe)


def _match(match: Match, plan: Plan) -> str:
    rule = plan.rules[match.rule]
    whom = "" if match.audience is Audience.CUSTOMERS else f" for {match.audience}"
    return f"{rule.id}{whom} on occasion {match.occasion + 1}: {spoken(match.condition)}"


def _scheduled(scheduled: Scheduled, plan: Plan) -> str:
    asked = ", else ".join(turn.role for turn in scheduled.turns)
    but = f" but not {scheduled.not_to}" if scheduled.not_to else ""
    by = _due(scheduled.due)
    return f"{plan.rules[scheduled.rule].id}[{scheduled.index}] by {by}, asks {asked}{but}"


def _due(due: datetime | int | FromEvent) -> str:
    match due:
        case datetime():
            return f"{due:%Y-%m-%d %H:%M}"
        case int():
            return f"{due} hours after the event"
        case FromEvent(attribute, 0):
            return attribute
        case FromEvent(attribute, amount, unit):
            way = "before" if amount < 0 else "after"
            return f"{abs(amount)} {unit} {way} {attribute}"
        case _:
            assert_never(due)


def _gaps(pieces: Sequence[str | Gap]) -> str:
    return "".join(f"<{piece.value}>" if isinstance(piece, Gap) else piece for piece in pieces)


def _text(text: Text) -> str:
    return "".join(_gap(piece) if isinstance(piece, Placeholder) else piece for piece in text)


def _gap(gap: Placeholder) -> str:
    name = gap.name if gap.scope != "event" else f"event.{gap.name}"
    return "{" + (name if gap.default is None else f"{name}|{gap.default}") + "}"
