"""By when: a moment, or counted from the event that gave the occasion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeAlias, assert_never

from careplay.engines.sql.build import (
    Sql,
    among,
    array,
    call,
    case,
    cast,
    coalesce,
    column,
    infix,
    value,
)
from careplay.meaning.events import INSTANT
from careplay.model.types import Type, Unit
from careplay.planning.action_steps import ByAge, DueMoment, FromEvent, HoursAfterEvent, OnDay
from careplay.planning.steps import Plan
from careplay.sources.zones import instant_of, shown_at

DUE = "#due_at"
Counted: TypeAlias = HoursAfterEvent | OnDay | ByAge | FromEvent
"""Due moments that a row tells."""
NO_MATTER = datetime(1900, 1, 1)  # noqa: DTZ001 - it stands for any

SPANS = {
    Unit.MINUTES: "to_minutes",
    Unit.HOURS: "to_hours",
    Unit.DAYS: "to_days",
    Unit.WEEKS: "to_weeks",
    Unit.MONTHS: "to_months",
    Unit.YEARS: "to_years",
}


def known_due(due: DueMoment) -> Sql:
    """What is known of an action's due moment before any row."""
    match due:
        case datetime():
            return value(due)
        case FromEvent():
            return value(due.otherwise)
        case HoursAfterEvent() | OnDay() | ByAge():
            return value(None)
        case _:
            assert_never(due)


def due(plan: Plan) -> Sql:
    """The due moment of an action."""
    usual = cast(column(DUE, "a"), "TIMESTAMP")
    whens = [
        (among(column("#action", "a"), numbers), _counted_from(due, plan, usual))
        for due, numbers in _counted(plan).items()
    ]
    return case(whens, usual)


def _counted(plan: Plan) -> dict[Counted, list[int]]:
    """Actions that count from the event in the same way, by number."""
    found: dict[Counted, list[int]] = {}
    for number, scheduled in enumerate(plan.schedule, start=1):
        if not isinstance(scheduled.due, datetime):
            found.setdefault(_alike(scheduled.due), []).append(number)
    return found


def _alike(due: Counted) -> Counted:
    """What is otherwise stands with each action."""
    return replace(due, otherwise=NO_MATTER) if isinstance(due, FromEvent) else due


def _counted_from(due: Counted, plan: Plan, usual: Sql) -> Sql:
    match due:
        case HoursAfterEvent(amount, earliest):
            return _no_earlier(_passed(_instant(plan), "to_hours", amount, plan), earliest)
        case OnDay(days, by, earliest):
            day = cast(cast(column("event.at", "m"), "DATE"), "TIMESTAMP")
            return _no_earlier(_plus(_at(day, by), "to_days", days), earliest)
        case ByAge(moments, otherwise):
            told = call("list_extract", array(map(value, moments)), _age(plan))
            return coalesce(told, value(otherwise))
        case FromEvent():
            return coalesce(_from_event(due, plan), usual)
        case _:
            assert_never(due)


def _age(plan: Plan) -> Sql:
    """How many days before the date the event was, from 1."""
    ago = infix(value(plan.day), "-", cast(column("event.at", "m"), "DATE"))
    return infix(ago, "+", value(1))


def _from_event(due: FromEvent, plan: Plan) -> Sql:
    told = column(due.attribute, "m")
    if plan.types[due.attribute] is Type.DATE:
        told = _at(cast(told, "TIMESTAMP"), due.by)
    if due.unit in {Unit.MINUTES, Unit.HOURS} and due.amount:
        start = Sql(instant_of(told, plan.zone))
        moment = _passed(start, SPANS[due.unit], due.amount, plan)
    else:
        moment = _plus(told, SPANS[due.unit], due.amount)
    return _no_earlier(moment, due.earliest)


def _instant(plan: Plan) -> Sql:
    """When the event was, as time that passes."""
    return column(f"event.{INSTANT}" if plan.zone else "event.at", "m")


def _passed(instant: Sql, function: str, amount: int, plan: Plan) -> Sql:
    """What the clocks show when so much time has passed."""
    return Sql(shown_at(_plus(instant, function, amount), plan.zone))


def _at(midnight: Sql, by: time) -> Sql:
    """That time of the day."""
    since_midnight = timedelta(hours=by.hour, minutes=by.minute)
    return _plus(midnight, "to_seconds", int(since_midnight.total_seconds()))


def _plus(moment: Sql, function: str, amount: int) -> Sql:
    if not amount:
        return moment
    return infix(moment, "+", call(function, value(amount)))


def _no_earlier(moment: Sql, day: date | None) -> Sql:
    """The same time of day on the day, where the moment is before it."""
    if day is None:
        return moment
    short = infix(value(day), "-", cast(moment, "DATE"))
    days = call("greatest", short, value(0))
    return infix(moment, "+", call("to_days", cast(days, "INTEGER")))
