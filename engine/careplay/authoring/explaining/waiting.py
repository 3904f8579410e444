"""Why a rule found no occasion: what it waits for, when that was last, and when it will be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from careplay.authoring.explaining.onlookers import Onlookers, events_of
from careplay.authoring.explaining.parts import asked_parts
from careplay.authoring.explaining.shortfalls import between
from careplay.authoring.explaining.sight import Sight
from careplay.authoring.explaining.turns import turns
from careplay.meaning.clock import number_of
from careplay.model.facts import Declared, Segment
from careplay.model.personal import tells_personal
from careplay.model.rules import Rule
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Direction,
    Enters,
    Happens,
    Leaves,
    OfCalendar,
    OfFact,
    Stands,
)
from careplay.model.types import Scalar
from careplay.outputs.explained import AskedPart, Shortfall, Waited, WantedOccasion


def waited_for(  # noqa: C901, PLR0911, PLR0912 - a line a trigger
    rule: Rule, sight: Sight, looking: Onlookers, last: Mapping[str, Scalar | None]
) -> WantedOccasion:
    """What there would have had to be; ``last`` are the dates of the last events by measure."""
    trigger = rule.trigger
    match trigger:
        case OfCalendar():
            return _by_days(Waited.CALENDAR, "", rule, sight, None)
        case Anniversary(of) | After(of):
            if isinstance(of, OfFact):
                return _by_days(Waited.DATE, of.fact, rule, sight, sight.row.get(of.fact))
            told = _last(rule, looking, last)
            return _by_days(Waited.EVENT_DATE, of.event, rule, sight, told)
        case Absent(event):
            return _by_days(Waited.ABSENCE, event, rule, sight, _last(rule, looking, last))
        case Happens(event):
            return _of_event(event, rule, sight, _last(rule, looking, last))
        case Enters(segment):
            return _of_segment(Waited.ENTERS, segment, rule, sight, wanted=True)
        case Leaves(segment):
            return _of_segment(Waited.LEAVES, segment, rule, sight, wanted=False)
        case Crosses():
            return _of_level(trigger, rule, sight)
        case Stands(record):
            return WantedOccasion(Waited.EVENT, record, sight.known.label(record))
        case _:
            assert_never(trigger)


def _last(rule: Rule, looking: Onlookers, last: Mapping[str, Scalar | None]) -> Scalar | None:
    of = events_of(rule.trigger)
    return None if of is None else last.get(looking.last[of])


def _by_days(
    kind: Waited, name: str, rule: Rule, sight: Sight, value: Scalar | None
) -> WantedOccasion:
    """It waits for a day, of the calendar or counted from a date."""
    known, day, told = sight.known, sight.clock.day, _day(value)
    private = tells_personal(rule.trigger, known.names)
    last, following = None, None
    if not private and (kind is Waited.CALENDAR or told is not None):
        last, following = turns(rule, known.business, day, told, _calendar(name, sight))
    if kind is Waited.DATE:
        shown = known.shown(name, value)
    else:
        shown = None if told is None or private else told.isoformat()
    return WantedOccasion(
        kind,
        name,
        known.label(name),
        shown,
        last,
        following,
        cell=_when(rule, sight),
        hidden=private and told is not None,
    )


def _of_event(event: str, rule: Rule, sight: Sight, last: Scalar | None) -> WantedOccasion:
    told, known = _day(last), sight.known
    shown = None if told is None else told.isoformat()
    return WantedOccasion(
        Waited.EVENT, event, known.label(event), shown, told, cell=_when(rule, sight)
    )


def _of_segment(
    kind: Waited, name: str, rule: Rule, sight: Sight, *, wanted: bool
) -> WantedOccasion:
    known, fact = sight.known, sight.known.business.facts[name]
    value = sight.row.get(name)
    asked: tuple[AskedPart, ...] = ()
    if isinstance(fact, Segment):
        inner = Sight(known, sight.row, sight.clock, fact.file)
        turned = None if value is wanted else wanted
        asked = asked_parts(fact.condition, inner, wanted=turned)
    return WantedOccasion(
        kind,
        name,
        known.label(name),
        known.shown(name, value),
        asked=asked,
        cell=_when(rule, sight),
    )


def _of_level(trigger: Crosses, rule: Rule, sight: Sight) -> WantedOccasion:
    """The nearest level that the number has not passed; none where it has passed all."""
    known, name, value = sight.known, trigger.fact, sight.row.get(trigger.fact)
    return WantedOccasion(
        Waited.LEVEL,
        name,
        known.label(name),
        known.shown(name, value),
        shortfall=None if known.is_hidden(name) else _to_level(trigger, sight, value),
        cell=_when(rule, sight),
    )


def _to_level(trigger: Crosses, sight: Sight, value: Scalar | None) -> Shortfall | None:
    kind = sight.known.kind(trigger.fact)
    levels = [number_of(level, sight.clock) for level in trigger.levels]
    if not isinstance(value, int | Decimal):
        return between(None, min(levels), kind)
    number = number_of(value, sight.clock)
    if trigger.direction is Direction.REACHES:
        ahead = [level for level in levels if level > number]
        return between(number, min(ahead), kind) if ahead else None
    ahead = [level for level in levels if level <= number]
    return between(number, max(ahead), kind) if ahead else None


def _calendar(name: str, sight: Sight) -> str | None:
    """By which calendar the date is kept, where a fact tells it."""
    fact = sight.known.business.facts.get(name)
    told = fact.calendar if isinstance(fact, Declared) else None
    found = sight.row.get(told) if isinstance(told, str) else None
    return found if isinstance(found, str) else None


def _when(rule: Rule, sight: Sight) -> str:
    at = rule.places.get("when")
    return "" if at is None else sight.written(rule.file, at)


def _day(value: Scalar | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
