"""Cases as of a day, for people who ask: how far each has come, and who has it in hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from careplay.calendars.zones import to_instant
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock
from careplay.meaning.deadlines import assumed_years_of, begins, goal_due, step_due
from careplay.meaning.flows import History, histories, record
from careplay.meaning.owners import Staff, owner_of
from careplay.meaning.truth import Row, truth
from careplay.model.business import Business
from careplay.model.flows import Flow
from careplay.model.rules import Action
from careplay.model.triggers import event_of

EVENT = "event."


@dataclass(frozen=True, slots=True)
class StandingCase:
    """A case as of the end of a day."""

    history: History
    record: Row
    """Empty where the case has no start."""
    clock: Clock
    customer: str
    role: str = ""
    """Who does the current step; empty where the case has ended."""
    owner: str | None = None
    name: str = ""
    """What the owner is called."""

    @property
    def open(self) -> bool:
        """Whether the case has begun and not ended."""
        return bool(self.record) and self.record["ended_at"] is None

    @property
    def left(self) -> timedelta | None:
        """How much time is left at the end of the day; below nought where it is late."""
        due = step_due(self.history.case, self.history.way, self.clock)
        if due is None:
            return None
        ends = datetime.combine(self.clock.day + timedelta(days=1), time.min)
        zone = self.clock.zone
        return to_instant(due.at, zone) - to_instant(ends, zone)

    @property
    def assumed(self) -> tuple[int, ...]:
        """The years without published working days that its deadlines were counted in."""
        case, way, clock = self.history.case, self.history.way, self.clock
        found = (of(case, way, clock) for of in (begins, step_due, goal_due))
        years = {year for due in found if due for year in assumed_years_of(due, clock)}
        return tuple(sorted(years))


def standing_cases(
    business: Business,
    flow: Flow,
    told: Iterable[tuple[Row, Iterable[Row]]],
    clock: Clock,
    staff: Staff,
) -> list[StandingCase]:
    """Every case of the flow, in order of deadline; those without one last.

    ``told`` holds the customers who have events of the flow, each with its events.
    """
    found = [
        _standing(business, history, clock, facts, staff)
        for facts, own in told
        for history in histories(flow, own, clock)
    ]
    return sorted(found, key=_place)


def _place(case: StandingCase) -> tuple[object, ...]:
    due = case.record.get("step_due")
    return (due is None, due, case.customer, str(case.history.ref))


def _standing(
    business: Business, history: History, clock: Clock, facts: Row, staff: Staff
) -> StandingCase:
    customer = str(facts["customer_id"])
    told = record(history, clock) if history.case.opened is not None else {}
    action = _action(business, history, told, clock)
    if action is None:
        return StandingCase(history, told, clock, customer)
    known = {**facts, **{f"{EVENT}{name}": value for name, value in told.items()}}
    who = owner_of(action, customer, facts, known, staff)
    names = {person.id: person.name for person in staff.people}
    name = "" if who is None else names.get(who) or who
    return StandingCase(history, told, clock, customer, action.to, who, name)


def _action(business: Business, history: History, told: Row, clock: Clock) -> Action | None:
    """The first thing to do in the current step."""
    flow = history.way.flow.name
    for rule in business.rules if told else ():
        is_there = rule.stage is not None and truth(rule.stage, told, clock) is True
        if is_there and event_of(rule.trigger) == flow:
            return rule.actions[0]
    return None
