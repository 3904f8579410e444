"""Cases as of a day, for people who ask: how far each has come, and who has it in hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from careplay.engines.plain.flows import History, histories, record, step_due
from careplay.engines.plain.owners import Staff, owner
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.truth import Row, truth
from careplay.model.conditions import AllOf, Compare, Operator
from careplay.model.triggers import Stands
from careplay.sources.columns import KEY, literal, quoted

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business
    from careplay.model.flows import Flow
    from careplay.model.rules import Action
    from careplay.sources.loaded import Loaded

EVENT = "event."


@dataclass(frozen=True, slots=True)
class Standing:
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
        return due.at - datetime.combine(self.clock.day + timedelta(days=1), time.min)


def standing(
    business: Business, day: date, loaded: Loaded, flows: Iterable[Flow]
) -> Iterator[Standing]:
    """Every case of these flows, in order of deadline within a flow; those without one last."""
    clock = clock_of(business, day)
    staff = Staff(business.roles, loaded.people, day)
    for flow in flows:
        rows = _rows(loaded.connection, _events(flow, day, loaded))
        facts = _facts(flow, loaded)
        found: list[Standing] = []
        for key, own in groupby(rows, key=itemgetter(KEY)):
            known = facts.get(key)
            if known is not None:
                mine = histories(flow, own, clock)
                found += (_standing(business, each, clock, known, staff) for each in mine)
        yield from sorted(found, key=_place)


def _place(case: Standing) -> tuple[object, ...]:
    due = case.record.get("step_due")
    return (due is None, due, case.customer, str(case.history.ref))


def _events(flow: Flow, day: date, loaded: Loaded) -> str:
    types = ", ".join(map(literal, flow.types()))
    until = literal((day + timedelta(days=1)).isoformat())
    return (
        f"SELECT * FROM {quoted(loaded.events)} WHERE type IN ({types})"  # noqa: S608
        f' AND "at" < {until}::TIMESTAMP ORDER BY {quoted(KEY)}'
    )


def _facts(flow: Flow, loaded: Loaded) -> Mapping[object, Row]:
    """What is told of each customer who has such events."""
    types = ", ".join(map(literal, flow.types()))
    sql = (
        f"SELECT * FROM {quoted(loaded.customers)} WHERE {quoted(KEY)} IN"  # noqa: S608
        f" (SELECT {quoted(KEY)} FROM {quoted(loaded.events)} WHERE type IN ({types}))"
    )
    return {row[KEY]: row for row in _rows(loaded.connection, sql)}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    result = connection.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _standing(
    business: Business, history: History, clock: Clock, facts: Row, staff: Staff
) -> Standing:
    customer = str(facts[KEY])
    told = record(history, clock) if history.case.opened is not None else {}
    action = _action(business, history, told, clock)
    if action is None:
        return Standing(history, told, clock, customer)
    known = {**facts, **{f"{EVENT}{name}": value for name, value in told.items()}}
    barred = known.get(action.not_to) if action.not_to else None
    who = owner(action.to, customer, facts, staff, None if barred is None else str(barred))
    names = {person.id: person.name for person in staff.people}
    name = "" if who is None else names.get(who) or who
    return Standing(history, told, clock, customer, action.to, who, name)


def _action(business: Business, history: History, told: Row, clock: Clock) -> Action | None:
    """The first thing to do in the current step."""
    step = Compare("step", Operator.EQUAL, history.case.step)
    for rule in business.rules if told else ():
        trigger = rule.trigger
        if not isinstance(trigger, Stands) or trigger.record != history.way.flow.name:
            continue
        parts = trigger.where.parts if isinstance(trigger.where, AllOf) else ()
        # Whether it begins today is another question, and so is whether the clock goes.
        asked = tuple(part for part in parts if not _of_today(part))
        if step in parts and truth(AllOf(asked), told, clock) is True:
            return rule.actions[0]
    return None


def _of_today(part: object) -> bool:
    return getattr(part, "fact", "") in {"step_on", "waiting"}
