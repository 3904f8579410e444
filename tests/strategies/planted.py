"""What a business looks at: the names it mentions, and the dates on which its rules turn.

Facts that nobody mentions stay missing, and dates are drawn from those that matter, so
that a few customers with a few events meet many rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

from careplay.calendars import lunar
from careplay.calendars.spans import add_months
from careplay.engines.plain.leading import led_to
from careplay.meaning.clock import Clock, clock_of, moved
from careplay.model.business import Business
from careplay.model.facts import Measure
from careplay.model.triggers import Absent, After, Anniversary
from careplay.model.types import Span

AGAIN = (1, 2, 4)
"""So many times over an absence is looked for: from four months ago a 31st comes to a 31st."""


def mentioned(value: object) -> frozenset[str]:
    """Every word anywhere in the value; an attribute ``event.x`` as ``x``."""
    return frozenset(word.removeprefix("event.") for word in _words(value))


def turning_dates(business: Business, day: date) -> tuple[date, ...]:
    """Dates that are due today by some rule, or at the edge of some measure's window."""
    clock = clock_of(business, day)
    found = [day]
    for each in (*business.derived, *(rule.trigger for rule in business.rules)):
        match each:
            case After(_, span):
                found += _back(day, span, clock)
            case Absent(_, span, again):
                found += _back(day, span, clock)
                if again is not None and found[-1] > date(1990, 1, 1):
                    found += _again(day, span, again, clock)
            case Measure(within=Span() as span):
                found += _back(day, span, clock)
                found += [found[-1] - timedelta(days=1)]
            case Anniversary(before=before):
                for on in led_to(before, clock):
                    found += _kept_on(on)
            case _:
                pass
    return tuple(dict.fromkeys(found))


def _back(day: date, span: Span, clock: Clock) -> list[date]:
    return [moved(day, span, clock, times=-1)]


def _again(day: date, span: Span, again: Span, clock: Clock) -> Iterator[date]:
    return (
        moved(moved(day, again, clock, times=-times), span, clock, times=-1) for times in AGAIN
    )


def _kept_on(day: date) -> list[date]:
    """Dates of earlier years kept on the day by the solar or by the lunar calendar."""
    kept = [add_months(day, -12), add_months(day, -48)]
    if (day.month, day.day) in {(2, 28), (3, 1)}:
        kept.append(date(1992, 2, 29))
    for leap in (False, True):
        lunar_dates = lunar.solar_dates_kept_on(day, leap_month_leap=leap, next_day=leap)
        shapes = {
            (each.month, each.leap, each.day): each for each in map(lunar.to_lunar, lunar_dates)
        }
        kept += [lunar.to_solar(each) for each in shapes.values()]
    return kept


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _words(part)
    elif isinstance(value, Mapping):
        yield from _words(tuple(value.values()))
    elif is_dataclass(value):
        for each in fields(value):
            yield from _words(getattr(value, each.name))
