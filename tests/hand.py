"""Businesses of the generated world written by hand: one rule, a few customers, one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from careplay.engines import plain, whole
from careplay.engines.base import Outcome
from careplay.engines.plain.cases import PlainDay, customers as parties_of, text_contexts
from careplay.engines.plain.facts import customers_of
from careplay.meaning.clock import clock_of
from careplay.meaning.owners import Staff
from careplay.model.business import Business, Person
from careplay.model.rules import Action, Rule, Verb
from careplay.model.triggers import Every, Period, Trigger
from careplay.model.types import Scalar
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from strategies.world import BUSINESS

if TYPE_CHECKING:
    import duckdb

CALL = Action(Verb.CALL, ("hello",), "adviser")
DAILY = Every(Period.DAY)
TODAY = date(2026, 6, 15)  # a Monday
PEOPLE = (Person("p1", "张三", "adviser"),)
Values = Mapping[str, Scalar | None]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return connect()


def rule(trigger: Trigger = DAILY, *, do: Sequence[Action] = (CALL,), **options: Any) -> Rule:
    """A rule of that name, unless told otherwise."""
    told = {"id": "r", "playbook": "book", "title": "title", **options}
    return Rule(trigger=trigger, actions=tuple(do), **told)


def world(*rules: Rule, **options: Any) -> Business:
    """The generated world with these rules, and what else differs."""
    return replace(BUSINESS, rules=rules, **options)


def customer(key: int | str = 1, **facts: Scalar | None) -> Values:
    """A customer of whom only this is known."""
    return {"customer_id": key, **facts}


def event(kind: str, at: str, key: int | str = 1, **attributes: Scalar | None) -> Values:
    """An event at a moment, or at noon of a date; its own key goes by ``key_``."""
    moment = datetime.fromisoformat(at if len(at) > 10 else f"{at} 12:00")
    own = attributes.pop("key_", None)
    return {"customer_id": key, "type": kind, "at": moment, "key": own, **attributes}


def run(
    business: Business,
    customers: Sequence[Values] = (customer(),),
    events: Sequence[Values] = (),
    *,
    day: date = TODAY,
    people: Sequence[Person] = PEOPLE,
) -> tuple[list[dict[str, Any]], Outcome]:
    """The actions as mappings, and what the engine told besides."""
    loaded = in_memory(business, customers, events, people, connection=_connection())
    outcome = whole.run(plain, business, day, loaded)
    result = loaded.connection.execute(f"SELECT * FROM {outcome.relation}")
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()], outcome


def keys(
    trigger: Trigger,
    customers: Sequence[Values] = (customer(),),
    events: Sequence[Values] = (),
    *,
    day: date = TODAY,
    **options: Any,
) -> list[str]:
    """The keys of the occasions that a rule of this trigger finds, in order."""
    business = world(rule(trigger), **options)
    today = PlainDay(business, clock_of(business, day), Staff(business.roles, PEOPLE, day))
    columns = {name for each in business.event_types.values() for name in each.attributes}
    full = [{**dict.fromkeys((*columns, "key")), **each} for each in events]
    parties = parties_of(today, customers_of(customers, full))
    found = [
        case for party in parties for case in text_contexts(business.rules[0], party, today)
    ]
    return sorted(case.occasion.key for case in found)


def days(trigger: Trigger, year: int, *args: Any, **options: Any) -> list[str]:
    """The days of a year on which the trigger finds something."""
    first = date(year, 1, 1).toordinal()
    every = (date.fromordinal(first + n) for n in range(366))
    return [
        str(day)
        for day in every
        if day.year == year and keys(trigger, *args, day=day, **options)
    ]
