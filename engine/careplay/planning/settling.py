"""What earlier days and limits make of a date: memory, then limits, then what is told.

``plain/whole.py`` and ``plain/settling`` do it by hand, row after row: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careplay.meaning.days import to_settle
from careplay.model.business import Business, Person
from careplay.planning.days import AsOf
from careplay.planning.limits import Settling, keeping, limiting
from careplay.planning.memory import Tell
from careplay.planning.recall import Before
from careplay.planning.remembering import moving, remembering


def settling(
    business: Business, today: AsOf, people: Iterable[Person], before: Before, since: date
) -> tuple[Settling, ...]:
    """The steps in order; none where nothing but the rules has a say on the date."""
    remembered = before != Before(last_run=before.last_run)
    if not to_settle(business, today.clock.day, since, remembered=remembered):
        return ()
    places = tuple(rule.id for rule in business.rules)
    aside = bool(moving(business, before))
    return (
        *remembering(business, today, before, since),
        *limiting(business.limits, tuple(people), before, aside=aside),
        Tell(places, before.earlier, before.same, aside),
        *keeping(business.limits, before),
    )
