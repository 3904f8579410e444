"""The value a parameter has on a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar, assert_never

from careplay.faults import ParameterError
from careplay.model.business import Business, DatedParameter
from careplay.model.facts import Decision, Derived, Measure, Segment, Tier, Top
from careplay.model.flows import Flow
from careplay.model.parts import parts_in, rebuilt
from careplay.model.rules import Rule
from careplay.model.types import Parameter, Scalar

T = TypeVar("T")


def value_on(dated: DatedParameter, day: date) -> Scalar | None:
    """The value in force on the day; None before the first date."""
    known = [value for since, value in dated.values if since <= day]
    return known[-1] if known else None


def value_or_first(dated: DatedParameter, day: date) -> Scalar:
    """The value in force on the day, or the first one: yesterday's rules, on a first day."""
    value = value_on(dated, day)
    return dated.values[0][1] if value is None else value


def at_work(business: Business, day: date) -> tuple[Rule, ...]:
    """The rules valid on the day, in their order."""
    return tuple(
        rule
        for rule in business.rules
        if (rule.valid_from is None or rule.valid_from <= day)
        and (rule.valid_until is None or day <= rule.valid_until)
    )


def require_values(business: Business, day: date) -> None:
    """Raise a ParameterError for the first parameter used that has no value on the day.

    Every derived fact is asked, every rule that is valid on the day, and every flow, in the
    versions that have begun.
    """
    later = {
        name: dated
        for name, dated in business.parameters.items()
        if value_on(dated, day) is None
    }
    if not later:  # who uses which is a long look into every rule
        return
    flows = (_begun(flow, day) for flow in business.flows.values())
    for user in (*business.derived, *at_work(business, day), *flows):
        for name in parameters_of(user):
            if name in later:
                raise ParameterError(_without_value(user, later[name], day))


def _begun(flow: Flow, day: date) -> Flow:
    """The flow in the versions that have begun; in its first, if none has."""
    begun = tuple(each for each in flow.versions if each.since <= day)
    return replace(flow, versions=begun or flow.versions[:1])


def parameters_of(user: object) -> tuple[str, ...]:
    """The names of all parameters inside a rule, a fact or any value in them, each once."""
    return tuple(dict.fromkeys(each.name for each in parts_in(user, Parameter)))


def with_values(user: T, values: Mapping[str, Scalar]) -> T:
    """The same with a value in the place of every parameter inside it."""
    return rebuilt(user, Parameter, lambda parameter: values[parameter.name])


def _without_value(user: Rule | Derived | Flow, dated: DatedParameter, day: date) -> str:
    name = user.id if isinstance(user, Rule) else user.name
    match user:
        case Flow():
            what = "flow"
        case Rule():
            what = "rule"
        case Measure():
            what = "measure"
        case Segment():
            what = "segment"
        case Top() | Tier() | Decision():
            what = "fact"
        case _:
            assert_never(user)
    return (
        f'parameter "{dated.name}" has no value on {day}, and {what} "{name}" needs it; '
        f"its first value is from {dated.values[0][0]}"
    )
