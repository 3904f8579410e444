"""By when: a moment, or counted from the event that gave the occasion."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from careplay.engines.sql.build import (
    Sql,
    among,
    call,
    case,
    cast,
    coalesce,
    column,
    infix,
    value,
)
from careplay.model.types import Type, Unit
from careplay.planning.steps import FromEvent, Plan

DUE, HOURS = "#due_at", "#hours"

SPANS = {
    Unit.MINUTES: "to_minutes",
    Unit.HOURS: "to_hours",
    Unit.DAYS: "to_days",
    Unit.WEEKS: "to_weeks",
    Unit.MONTHS: "to_months",
    Unit.YEARS: "to_years",
}


def literals(due: datetime | int | FromEvent) -> tuple[Sql, Sql]:
    """What is known of an action before any row: its moment, or the hours to count."""
    match due:
        case datetime():
            return value(due), value(None)
        case int():
            return value(None), value(due)
        case FromEvent():
            return value(due.otherwise), value(None)


def due(plan: Plan) -> Sql:
    """The due moment of an action."""
    usual = _usual(plan)
    whens = [
        (
            among(column("#action", "a"), numbers),
            coalesce(_from_event(due, plan), usual),
        )
        for due, numbers in _counted(plan).items()
    ]
    return case(whens, usual)


def _usual(plan: Plan) -> Sql:
    if not any(isinstance(scheduled.due, int) for scheduled in plan.schedule):
        return column(DUE, "a")
    hours = call("to_hours", cast(column(HOURS, "a"), "BIGINT"))
    by_event = infix(column("event.at", "m"), "+", hours)
    return coalesce(cast(column(DUE, "a"), "TIMESTAMP"), by_event)


def _counted(plan: Plan) -> dict[FromEvent, list[int]]:
    """Actions that count from the same attribute in the same way, by number."""
    found: dict[FromEvent, list[int]] = {}
    for number, scheduled in enumerate(plan.schedule, start=1):
        if isinstance(scheduled.due, FromEvent):
            found.setdefault(scheduled.due, []).append(number)
    return found


def _from_event(due: FromEvent, plan: Plan) -> Sql:
    told = column(due.attribute, "m")
    if plan.types[due.attribute] is Type.DATE:
        since_midnight = timedelta(hours=due.by.hour, minutes=due.by.minute)
        told = _plus(cast(told, "TIMESTAMP"), "to_seconds", int(since_midnight.total_seconds()))
    found = _plus(told, SPANS[due.unit], due.amount)
    return found if due.earliest is None else _no_earlier(found, due.earliest)


def _plus(moment: Sql, function: str, amount: int) -> Sql:
    if not amount:
        return moment
    return infix(moment, "+", call(function, value(amount)))


def _no_earlier(moment: Sql, day: date) -> Sql:
    """The same time of day on the day, where the moment is before it."""
    short = infix(value(day), "-", cast(moment, "DATE"))
    days = call("greatest", short, value(0))
    return infix(moment, "+", call("to_days", cast(days, "INTEGER")))
