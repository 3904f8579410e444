"""What is to be done where a rule matches: by when, by whom, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import assert_never

from careplay.frozen import dataclass
from careplay.meaning.clock import amount_of, moved
from careplay.meaning.days import Late, answers
from careplay.model import rules as model
from careplay.model.business import Business
from careplay.model.rules import Action, Audience, Doer, Rule
from careplay.model.types import Unit
from careplay.planning.action_steps import (
    ActionTemplate,
    ByAge,
    DueMoment,
    FromEvent,
    HoursAfterEvent,
    OnDay,
    PassedOver,
    Rung,
    Turn,
)
from careplay.planning.clock import BusinessClock
from careplay.planning.columns import NamesAsOf, names_as_of
from careplay.planning.days import AsOf
from careplay.planning.probes import by_event
from careplay.planning.roles import named, turns
from careplay.planning.steps import Occasion
from careplay.planning.texts import filled

WHOLE_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


@dataclass(frozen=True, slots=True)
class Doing:
    """One action of a rule, as a day asks for it."""

    index: int
    due: DueMoment
    turns: tuple[Turn, ...]
    not_to: tuple[str, ...]
    failed: tuple[PassedOver, ...]
    told: ActionTemplate


def doing(rule: Rule, occasions: Iterable[Occasion], day: AsOf) -> Iterator[Doing]:
    """The actions of a rule that finds these occasions."""
    found = tuple(occasions)
    names = names_as_of(day.ago, day.clock.business)
    told = any(by_event(each.probe) for each in found)
    for index, action in enumerate(rule.actions):
        asked = action if rule.audience is Audience.CUSTOMERS else _of_nobody(action)
        doer = _asked(asked, day, names, told=told)
        yield Doing(
            index,
            _due(action.due, rule, day, told=told),
            doer.turns,
            doer.not_to,
            tuple(_asked(each, day, names, told=told) for each in asked.failed),
            _told(action, found, day.clock, names),
        )


def _of_nobody(action: Action) -> Action:
    """The action of no customer: nobody is left out of those who are asked."""
    return replace(action, who="", not_to=(), instead=(), failed=())


def _asked(doer: Action | Doer, day: AsOf, names: NamesAsOf, *, told: bool) -> PassedOver:
    """Who is asked, turn after turn, and who is not."""
    first = (named(who, day.team) for who in _naming((doer.who,), told=told))
    asked = (*first, *turns(doer.to, day.team, doer.instead))
    but = map(names.column, _naming(doer.not_to, told=told))
    return PassedOver(tuple(map(names.turn, asked)), tuple(but))


def _naming(written: Iterable[str], *, told: bool) -> Iterator[str]:
    """Where no event gives the occasion, its attributes name nobody."""
    for name in written:
        if name and (told or not name.startswith("event.")):
            yield name


def _told(
    action: Action, occasions: tuple[Occasion, ...], clock: BusinessClock, names: NamesAsOf
) -> ActionTemplate:
    return ActionTemplate(
        verb=action.verb,
        category=action.category,
        role=action.to,
        priority=action.priority,
        text=names.text(filled(action.text, occasions, clock)),
        reason=names.text(filled(action.reason, occasions, clock)),
        checklist=_checklist(action, clock),
        ask=action.ask,
        approve=action.approve,
        ways=tuple(_way(each, clock.business, names) for each in action.channels),
    )


def _way(channel: str, business: Business, names: NamesAsOf) -> Rung:
    known = business.channels[channel]
    needs, consent = (each and names.of(each) for each in (known.needs, known.consent))
    return Rung(channel, needs or None, consent or None)


def _checklist(action: Action, clock: BusinessClock) -> tuple[str, ...]:
    """The checklist and, at its end, whichever of those that take turns has its turn."""
    if not action.rotate:
        return action.checklist
    turn = clock.day.toordinal() % len(action.rotate)
    return (*action.checklist, action.rotate[turn])


def _due(due: model.Due, rule: Rule, day: AsOf, *, told: bool) -> DueMoment:
    """By when; ``told`` where an event gives the occasion.

    What was asked for on an earlier day is due at its time of the date, if not later anyway.
    """
    today = day.clock.day + timedelta(days=day.ago)
    found = _asked_for(due, rule, day, today, told=told)
    if not day.ago:
        return found
    match found:
        case datetime():
            return max(found, datetime.combine(today, found.time()))
        case FromEvent():
            otherwise = max(found.otherwise, datetime.combine(today, found.otherwise.time()))
            return replace(found, otherwise=otherwise, earliest=today)
        case HoursAfterEvent():
            return replace(found, earliest=today)
        case OnDay() | ByAge():
            return found
        case _:
            assert_never(found)


def _asked_for(
    due: model.Due, rule: Rule, asked: AsOf, today: date, *, told: bool
) -> DueMoment:
    clock = asked.clock
    if due.of:
        return _counted(due, clock) if told else datetime.combine(clock.day, due.by)
    amount = amount_of(due.span, clock)
    if due.span.unit is Unit.HOURS:
        start = datetime.combine(clock.day, time.min)
        # What comes after its event is never due before the date of that.
        earliest = today if amount >= 0 else None
        return HoursAfterEvent(amount, earliest) if told else start + timedelta(hours=amount)
    if answers(rule.trigger, clock) and due.span.unit in WHOLE_DAYS and amount >= 0:
        return OnDay(amount * WHOLE_DAYS[due.span.unit], due.by, today)
    if answers(rule.trigger, clock) and asked.late is Late.TOO:
        return ByAge(tuple(_by_age(due, clock)), datetime.combine(today, due.by))
    day = moved(clock.day, due.span, clock)
    return datetime.combine(max(day, clock.day) if due.not_before_today else day, due.by)


def _by_age(due: model.Due, clock: BusinessClock) -> Iterator[datetime]:
    """When it is due of events of the date, of the day before and so on, until that is past."""
    day, counted = clock.day, moved(clock.day, due.span, clock)
    while counted >= clock.day:
        yield datetime.combine(counted, due.by)
        day -= timedelta(days=1)
        counted = moved(day, due.span, clock)


def _counted(due: model.Due, clock: BusinessClock) -> FromEvent:
    return FromEvent(
        f"event.{due.of}",
        amount_of(due.span, clock),
        due.span.unit,
        due.by,
        otherwise=datetime.combine(clock.day, due.by),
        earliest=clock.day if due.not_before_today else None,
    )
