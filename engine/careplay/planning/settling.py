"""What earlier days and limits make of a date: memory, then limits, then what is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from careplay.model.business import Business, Person
from careplay.model.limits import Limits
from careplay.model.parameters import at_work
from careplay.planning.limits import KeepModes, Limiting, keeping, limiting
from careplay.planning.memory import Before, Remembering, Tell, remembering, withdraws

Settling: TypeAlias = Remembering | Limiting | Tell | KeepModes


def settling(
    business: Business, day: date, people: Iterable[Person], before: Before, since: date
) -> tuple[Settling, ...]:
    """The steps in order; none where nothing but the rules has a say on the date."""
    if not _has_a_say(business, day, before, since):
        return ()
    places = tuple(rule.id for rule in business.rules)
    return (
        *remembering(business, day, before, since),
        *limiting(business.limits, tuple(people), before),
        Tell(places, withdraws(business, before), before.earlier, before.same),
        *keeping(business.limits, before),
    )


def _has_a_say(business: Business, day: date, before: Before, since: date) -> bool:
    return (
        before != Before(last_run=before.last_run)
        or business.limits != Limits()
        or any(rule.once is not None for rule in at_work(business, day))
        or since < day
    )
