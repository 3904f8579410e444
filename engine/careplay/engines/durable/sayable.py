"""What of a business durable-rules cannot be asked, told before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from careplay.diagnostics import NOWHERE, Diagnostic, Position
from careplay.engines.durable.cases.drawn import chart_fault
from careplay.engines.durable.judging.chains import (
    ALTERNATIVES,
    TooManyError,
    TruthTest,
    way_and_chains,
)
from careplay.engines.durable.judging.packing import LONGEST
from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.conditions import ALWAYS, Condition, leaves_of
from careplay.model.facts import Decision, Measure, Segment, Tier, Top
from careplay.model.limits import Limits
from careplay.model.triggers import Absent, Trigger, where_of
from careplay.planning.reasons import reasons, wants

MANY_ALTERNATIVES, MANY_QUESTIONS, LARGE_FLOW = "CP601", "CP602", "CP603"
CODES = {
    MANY_ALTERNATIVES: "a condition has too many alternatives for durable-rules",
    MANY_QUESTIONS: "a condition asks too much at once for durable-rules",
    LARGE_FLOW: "a flow has too many steps or ways on for durable-rules",
}
WAY = "make a segment of a part of it, or choose another engine"


@dataclass(frozen=True, slots=True)
class PlacedCondition:
    """A condition that the package is asked, and where it stands."""

    what: str
    file: str
    at: Position
    condition: Condition


def unsayable(business: Business) -> Iterator[Diagnostic]:
    """Yield a diagnostic for everything that the package cannot be asked, each once."""
    yield from dict.fromkeys(
        found for each in _asked(business) if (found := _told(each)) is not None
    )
    for flow in business.flows.values():
        fault = chart_fault(flow)
        if fault is not None:
            message = f"{fault}, or choose another engine"
            yield Diagnostic(flow.file, flow.at, LARGE_FLOW, message)


def _told(each: PlacedCondition) -> Diagnostic | None:
    code = _fault(each.condition)
    if code is None:
        return None
    many = {
        MANY_ALTERNATIVES: f"has more than {ALTERNATIVES} alternatives",
        MANY_QUESTIONS: f"asks more than {LONGEST} questions at once",
    }[code]
    message = f"the condition of {each.what} {many}; {WAY}"
    return Diagnostic(each.file, _place(each), code, message)


def _fault(condition: Condition) -> str | None:
    """The code of what stands against the condition, or against a part asked by itself."""
    parts = (reason.guard for reason in reasons(condition, ""))
    wanted = (part for want in wants(condition) for way in want.unknown for part in way)
    try:
        found = [
            chain
            for part in dict.fromkeys((condition, *parts, *wanted))
            for said in (TruthTest.TRUE, TruthTest.FALSE)
            for chain in way_and_chains(part, said, (ALTERNATIVES,))[1]
        ]
    except TooManyError:
        return MANY_ALTERNATIVES
    return MANY_QUESTIONS if any(len(chain) > LONGEST for chain in found) else None


def _place(each: PlacedCondition) -> Position:
    """Where the condition begins, if it says so itself."""
    told = (leaf.at for leaf in leaves_of(each.condition))
    return next((at for at in told if at != NOWHERE), each.at)


def _asked(business: Business) -> Iterator[PlacedCondition]:
    for rule in business.rules:
        what = f'rule "{rule.id}"'
        for condition in (rule.condition, _where(rule.trigger)):
            yield PlacedCondition(what, rule.file, rule.at, condition)
    for fact in business.derived:
        match fact:
            case Segment():
                yield PlacedCondition(
                    f'segment "{fact.name}"', fact.file, fact.at, fact.condition
                )
            case Decision():
                yield from _rows(fact)
            case Measure() | Top() | Tier():
                pass
            case _:
                assert_never(fact)
    yield from _of_limits(business.limits)


def _of_limits(limits: Limits) -> Iterator[PlacedCondition]:
    for never in limits.never:
        what = f'never "{never.fact}" {never.cell}'
        yield PlacedCondition(what, limits.file, never.at, never.condition)
    for mode in limits.modes:
        yield PlacedCondition(f'mode "{mode.name}"', limits.file, mode.at, mode.condition)


def _rows(decision: Decision) -> Iterator[PlacedCondition]:
    for row in decision.rows:
        what = f'row "{row.id}" of table "{decision.table}"'
        yield PlacedCondition(what, decision.file, row.at, row.condition)


def _where(trigger: Trigger) -> Condition:
    """What the package is asked of events and records; SQL looks for those that are absent."""
    return ALWAYS if isinstance(trigger, Absent) else where_of(trigger)
