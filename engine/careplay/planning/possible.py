"""What the data rule out beforehand: nothing is looked for that no event can have given.

A small business plays a few of its rules on a day, and what a plan says is paid for each day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set as AbstractSet
from datetime import date
from typing import TypeAlias, assert_never

from careplay.meaning.days import Late
from careplay.model.business import Business
from careplay.planning.asked import RuleOccasion
from careplay.planning.probes import (
    Always,
    Dated,
    Happened,
    Kept,
    Listed,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
)

EventDays: TypeAlias = Mapping[str, AbstractSet[date]]
"""By event type the days on which any event of it is dated, and maybe more of them."""


def possible(
    found: Iterable[RuleOccasion], business: Business, days: EventDays | None
) -> tuple[RuleOccasion, ...]:
    """Those that the data may give; all of them where the data are not known."""
    if days is None:
        return tuple(found)
    return tuple(one for one in found if _may_be_found(one.occasion.probe, business, days))


def begun(name: str, business: Business, days: EventDays | None) -> bool:
    """Whether there may be an event of that flow or reception."""
    if days is None:
        return True
    told = business.flows.get(name) or business.receptions[name]
    return any(days.get(each) for each in told.types())


def _may_be_found(probe: Probe, business: Business, days: EventDays) -> bool:
    match probe:
        case Happened(event, None, Listed(dates), late=Late.AS_ANY):
            return not days.get(event, frozenset()).isdisjoint(dates)
        case Happened(event):
            return bool(days.get(event))
        case Standing(event):
            return begun(event, business, days)
        case Always() | Dated() | Kept() | Turned() | Passed() | Returned():
            return True
        case _:
            assert_never(probe)
