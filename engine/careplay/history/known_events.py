"""Which events matter to a run, so that it remembers which of them it knew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta

from careplay.frozen import dataclass
from careplay.history import apart
from careplay.history.changing import types_of_changes, types_of_stays
from careplay.history.event_ids import (
    BY_SOME_KEY,
    by_keys,
    remarked,
    told_apart_by,
)
from careplay.meaning.clock import Clock, amount_of, clock_of
from careplay.meaning.days import LOOKED_BACK, asked_of_late
from careplay.model.business import Business
from careplay.model.parameters import at_work, require_values
from careplay.model.triggers import After, event_of
from careplay.model.types import Span, Unit

MOST_DAYS = {
    Unit.MINUTES: 1, Unit.HOURS: 1, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31,
    Unit.YEARS: 366, Unit.WORKING_DAYS: 2,
}  # fmt: skip
"""More days than one of these lasts; of working days, breaks apart."""
LONGEST_BREAK = 16


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """Which events a run knew: those of some types, from a day on to its own."""

    types: tuple[str, ...]
    """Those that rules ask for or see changes by."""
    heard: tuple[str, ...]
    """Those that tell of stays."""
    since: date
    by: str
    """What tells an event from others (``event_ids.py``)."""
    remarked: tuple[str, ...] = ()
    """Of what the last run knew, the types whose events without a key have another id today."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What else a file keeps of it: its marks, its fingerprints, how many there were before,
    and what is asked of stays."""

    @property
    def every(self) -> tuple[str, ...]:
        """The types of all of which it is known."""
        return tuple(sorted({*self.types, *self.heard}))

    def as_text(self) -> Mapping[str, str]:
        """The same as a file keeps it."""
        return {
            "types": ",".join(self.types),
            "heard": ",".join(self.heard),
            "since": self.since.isoformat(),
            "by": self.by,
            **self.told,
        }


def scope_of(business: Business, day: date) -> KnownEvents:
    """Which events matter to a run of the day; ParameterError where a value is missing.

    They reach back as far as a rule may look that catches up, and at least ``LOOKED_BACK``.
    """
    require_values(business, day)
    clock, rules = clock_of(business, day), at_work(business, day)
    spans = [
        rule.trigger.span
        for rule in rules
        if isinstance(rule.trigger, After) and asked_of_late(rule, clock)
    ]
    longest = max((_most_days(each, clock) for each in spans), default=0)
    asked = {event_of(rule.trigger) for rule in business.rules} | types_of_changes(business)
    types = (name for name, each in business.event_types.items() if not each.record)
    return KnownEvents(
        tuple(sorted(name for name in types if name in asked)),
        tuple(sorted(types_of_stays(business))),
        day - LOOKED_BACK - timedelta(days=longest),
        told_apart_by(business),
    )


def _most_days(span: Span, clock: Clock) -> int:
    """As many days as the span can last; of working days with a break in them."""
    days = abs(amount_of(span, clock)) * MOST_DAYS[span.unit]
    return days + LONGEST_BREAK if span.unit is Unit.WORKING_DAYS else days


def known_in(
    told: Mapping[str, str], scope: KnownEvents, business: Business
) -> KnownEvents | None:
    """What the last run knew, as its file tells, if it told events apart as today."""
    by = told.get("by")
    if by is None or by not in {scope.by, apart.told_apart_by(business, scope.types, by)}:
        return None
    types, heard = (
        tuple(each for each in told.get(name, "").split(",") if each in business.event_types)
        for name in ("types", "heard")
    )
    others = remarked(business, {*types, *heard}, told) if by == scope.by else ()
    return KnownEvents(types, heard, date.fromisoformat(told["since"]), by, others)


def is_rekeyed(told: Mapping[str, str], by: str) -> bool:
    """Whether other keys tell events apart than on the last run, or keys on one day alone.

    A day that does not say which keys had those of today.
    """
    last = told.get("by", by)
    if last == BY_SOME_KEY:
        return not by_keys(by)
    return last != by and (by_keys(last) or by_keys(by))


def keyed_since(told: Mapping[str, str], by: str, day: date) -> date | None:
    """Since when runs have gone by the keys of today; None where no kept day had others."""
    if is_rekeyed(told, by):
        return day
    return date.fromisoformat(told["keyed"]) if "keyed" in told else None
