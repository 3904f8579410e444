"""What an action that was asked for stands on, and how long it may be taken back.

An occasion is gone where what gave it is no more; never because a condition has turned false.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    Compare,
    Condition,
    NoneOf,
    Not,
    OneOf,
    Since,
    Today,
    facts_of,
    leaves_of,
    operands,
)
from careplay.model.facts import Calendar, Declared, Fact
from careplay.model.flows import GOAL_WARN
from careplay.model.receptions import Reception
from careplay.model.rules import Rule
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Happens,
    Leaves,
    OfCalendar,
    OfFact,
    Stands,
    Trigger,
    where_of,
)
from careplay.model.types import Parameter, Scalar

MOMENT = "at"
"""The attribute by which an event's anniversary is kept where no other is named."""
OPEN_FOR = timedelta(days=31)
"""So long after the day on which it is due an action is still open that nobody spoke of."""


def open_from(day: date) -> date:
    """The earliest day on which what is open on the date was due."""
    return day - OPEN_FOR


def lasting(trigger: Trigger) -> Trigger:
    """The same, asking of its events only what an event answers alike on every day.

    What is held against the day, or a parameter, may turn false by itself.
    """
    return asking(trigger, _lasting(where_of(trigger)))


def lasting_of(rule: Rule, told: date) -> Trigger:
    """The same of a rule's action told on a day; that asked for otherwise asks nothing now."""
    if rule.asks_since is not None and told < rule.asks_since:
        return asking(rule.trigger, ALWAYS)
    return lasting(rule.trigger)


def in_doubt(rule: Rule, told: date) -> Trigger:
    """The same, as far as what the rule asks today is not false of its events."""
    where, trigger = where_of(rule.trigger), lasting_of(rule, told)
    return asking(trigger, AllOf((where_of(trigger), NoneOf((Not(where),)))))


def asking(trigger: Trigger, where: Condition) -> Trigger:
    """The same, asking this of the event that gives an occasion."""
    match trigger:
        case Happens():
            return replace(trigger, where=where)
        case After(of=of) | Anniversary(of=of):
            return (
                trigger
                if isinstance(of, OfFact)
                else replace(trigger, of=replace(of, where=where))
            )
        case Absent() | Crosses() | Enters() | Leaves() | OfCalendar() | Stands():
            return trigger
        case _:
            assert_never(trigger)


def told_by(trigger: Trigger) -> str:
    """What its occasions are told to be of: a type of events, one's attribute, or a fact."""
    match trigger:
        case Happens(event):
            return event
        case After(of=of) | Anniversary(of=of):
            if isinstance(of, OfFact):
                return of.fact
            return f"{of.event}.{of.attribute}" if of.attribute else of.event
        case Absent() | Crosses() | Enters() | Leaves() | OfCalendar() | Stands():
            return ""
        case _:
            assert_never(trigger)


def restored(rule: Rule, reception: Reception) -> tuple[str, tuple[Scalar, ...]] | None:
    """What a stay tells that wants again what the rule undoes early: an attribute, its values.

    It is not cancelled, or has the level again that had lapsed; None of other rules.
    """
    if not rule.undoes or not isinstance(rule.trigger, Stands):
        return None
    for each in leaves_of(rule.trigger.where):
        if isinstance(each, Compare) and (each.fact, each.value) == ("cancelled", True):
            return "cancelled", (False,)
        if isinstance(each, OneOf) and each.fact == "lapsed":
            return reception.raised, tuple(
                told for told in each.values if isinstance(told, str)
            )
    return None


def warns_of_goal(trigger: Trigger) -> bool:
    """Whether somebody is warned of the goal of a case."""
    return isinstance(trigger, Stands) and GOAL_WARN in facts_of(trigger.where)


def _lasting(where: Condition) -> Condition:
    """Of what is asked all at once, each part that lasts."""
    if isinstance(where, AllOf):
        return AllOf(tuple(part for part in where.parts if not _passes(part)))
    return ALWAYS if _passes(where) else where


def _passes(where: Condition) -> bool:
    held = (each for leaf in leaves_of(where) for each in operands(leaf))
    return any(isinstance(each, Today | Since | Parameter) for each in held)


def is_yearly(fact: Fact) -> bool:
    """Whether only the day of the year matters of the fact's date, whose year may be put right.

    A lunar date is kept on another day of each year.
    """
    return not isinstance(fact, Declared) or fact.calendar is Calendar.SOLAR
