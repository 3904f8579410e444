"""A plan as text for people: all that is read, asked, done and settled, a line a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from careplay.amounts import counted
from careplay.meaning.days import Late
from careplay.meaning.words import cell_text
from careplay.model.conditions import ALWAYS
from careplay.model.rules import Audience, Placeholder, Text
from careplay.planning.action_steps import (
    ByAge,
    DueMoment,
    FromEvent,
    HoursAfterEvent,
    OnDay,
    Scheduled,
)
from careplay.planning.fact_steps import Decided, DerivedStep, Held, Measured, Ranked
from careplay.planning.probes import (
    Always,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
)
from careplay.planning.spoken import days, spoken
from careplay.planning.steps import Announced, CaseFold, Gap, Match, Open, Plan, Read, StayFold

LATE = {
    Late.AS_ANY: "",
    Late.TOO: " or that came in late",
    Late.ONLY: " that came in late",
}


def describe(plan: Plan) -> str:
    """The plan in words; steps are numbered as later steps refer to them."""
    parts: dict[str, Iterator[str]] = {
        "reads": (f"{each.table} from {each.location}{_told(each)}" for each in plan.reads),
    }
    if plan.recall is not None:
        parts["memory"] = iter([str(plan.recall)])
    if plan.records:
        parts["records"] = _records(plan)
    parts |= {
        f"facts of {plan.business} as of {plan.day}": _facts(plan),
        "occasions": _numbered(
            f"{_probe(occasion.probe)}; key {_gaps(occasion.key)}"
            for occasion in plan.occasions
        ),
        "matches": _numbered(_match(match, plan) for match in plan.matches),
        "schedule": _numbered(_scheduled(scheduled, plan) for scheduled in plan.schedule),
        "actions": _numbered(f'{told.verb} "{_text(told.text)}"' for told in plan.actions),
    }
    if plan.announced:
        parts["announced"] = _numbered(_announced(each, plan) for each in plan.announced)
    if plan.left_open:
        parts["left open"] = (_left_open(each, plan) for each in plan.left_open)
    if plan.holds:
        parts["holds"] = _holds(plan)
    if plan.settling:
        parts["settling"] = _numbered(map(str, plan.settling))
    return "\n\n".join(_part(title, lines) for title, lines in parts.items()) + "\n"


def _told(read: Read) -> str:
    return f": {', '.join(read.columns)}" if read.columns else ""


def _records(plan: Plan) -> Iterator[str]:
    for each in plan.records:
        match each:
            case CaseFold(column, day=day, asked=asked):
                idle = "" if asked else ", for odd events and open work alone"
                yield f"{column} = cases of {column.fact} as of {day}{idle}"
            case StayFold(column, day=day):
                yield f"{column} = stays of {column.fact} as of {day}"
            case _:
                assert_never(each)


def _holds(plan: Plan) -> Iterator[str]:
    yield from (f"{step.column} = {_measured(step)}" for step in plan.held.measured)
    for stratum in plan.held.strata:
        yield from (f"{derived.column} = {_derived(derived)}" for derived in stratum)
    yield from _numbered(
        f"{each.kind} {each.name}: {spoken(each.condition)}" for each in plan.holds
    )


def _part(title: str, lines: Iterator[str]) -> str:
    told = [f"  {line}" for line in lines]
    return "\n".join([title, *(told or ["  none"])])


def _numbered(lines: Iterator[str]) -> Iterator[str]:
    """The lines, numbered; what a line has below it is set in."""
    for number, line in enumerate(lines, start=1):
        first, *below = line.split("\n")
        yield f"{number}. {first}"
        yield from (f"   {each}" for each in below)


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


def _derived(step: DerivedStep) -> str:
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
    rows = "; ".join(
        f"{cell_text(row.value)} where {spoken(row.condition)}" for row in step.rows
    )
    how = step.hit if step.gather is None else f"{step.hit} {step.gather}"
    return f"{how} of: {rows or 'no rows'}; else {cell_text(step.otherwise)}"


def _probe(probe: Probe) -> str:  # noqa: C901, PLR0911, PLR0912 - a line a kind
    match probe:
        case Always():
            return "everyone"
        case Dated(column, due):
            return f"{column} {days(due)}"
        case Kept(column, calendar, solar, lunar):
            return f"{column} {days(solar)}, or by {calendar} lunar {days(lunar)}"
        case Turned(now, _, to):
            return f"{now} turned {'true' if to else 'not true'}"
        case Passed(now, _, level, direction):
            return f"{now} {direction.replace('_', ' ')} {level:f}"
        case Happened(event, attribute, due, where, late):
            asked = "" if where == ALWAYS else f", where {spoken(where)}"
            dated = f"{event}{f'.{attribute}' if attribute else ''} {days(due)}"
            return f"each {dated}{LATE[late]}{asked}"
        case Standing(event, where, key, new=new):
            told = "" if new == ALWAYS else f"; new where {spoken(new)}"
            return f"each {event} by {'/'.join(key)}, where {spoken(where)}{told}"
        case Returned(rule, _, name):
            return f"what comes back of {rule}{f' on {name}' if name else ''}"
        case _:
            assert_never(probe)


def _match(match: Match, plan: Plan) -> str:
    rule = plan.rules[match.rule]
    whom = "" if match.audience is Audience.CUSTOMERS else f" for {match.audience}"
    asked = f"{rule.id}{whom} on occasion {match.occasion + 1}{_late(match)}"
    return f"{asked}: {spoken(match.condition)}"


def _late(match: Match) -> str:
    """As of which days it is asked, where that is not the date alone."""
    if match.ago:
        return f", {counted(match.ago, 'day')} late"
    return ", day by day" if match.several else ""


def _announced(announced: Announced, plan: Plan) -> str:
    scheduled = plan.schedule[announced.scheduled]
    who = announced.owner or "nobody"
    told = f"{plan.rules[scheduled.rule].id}[{scheduled.index}] to {who}"
    return f"{told} by {_due(announced.due)}; key {announced.key}"


def _left_open(left: Open, plan: Plan) -> str:
    want = f" for want of {left.fact}" if left.fact else ""
    return f"{plan.rules[left.rule].id}: {counted(left.count, 'occasion')}{want}"


def _scheduled(scheduled: Scheduled, plan: Plan) -> str:
    asked = ", else ".join(turn.role or str(turn.fact) for turn in scheduled.turns)
    failed = (f"who does what falls to {each.turns[-1].role}" for each in scheduled.failed)
    barred = (*scheduled.not_to, *failed)
    but = f" but not {' or '.join(barred)}" if barred else ""
    by = _due(scheduled.due)
    return f"{plan.rules[scheduled.rule].id}[{scheduled.index}] by {by}, asks {asked}{but}"


def _due(due: DueMoment) -> str:  # noqa: PLR0911 - a line a kind
    match due:
        case datetime():
            return f"{due:%Y-%m-%d %H:%M}"
        case HoursAfterEvent(amount):
            return f"{counted(amount, 'hour')} after the event"
        case ByAge(moments, otherwise):
            first = f"{moments[0]:%Y-%m-%d %H:%M}" if moments else "never"
            return f"{first}, of a late event sooner, but not before {otherwise:%Y-%m-%d %H:%M}"
        case OnDay(0, by):
            return f"{by:%H:%M} on the event's day"
        case OnDay(days, by):
            return f"{by:%H:%M} {counted(days, 'day')} after the event's day"
        case FromEvent(attribute, 0):
            return attribute
        case FromEvent(attribute, amount, unit):
            way = "before" if amount < 0 else "after"
            one = unit.removesuffix("s").replace("_", " ")
            return f"{counted(abs(amount), one)} {way} {attribute}"
        case _:
            assert_never(due)


def _gaps(pieces: Sequence[str | Gap]) -> str:
    return "".join(f"<{piece.value}>" if isinstance(piece, Gap) else piece for piece in pieces)


def _text(text: Text) -> str:
    return "".join(_gap(piece) if isinstance(piece, Placeholder) else piece for piece in text)


def _gap(gap: Placeholder) -> str:
    name = {"event": f"event.{gap.name}", "parameter": f"${gap.name}"}.get(gap.scope, gap.name)
    return "{" + (name if gap.default is None else f"{name}|{gap.default}") + "}"
