"""How long work that nobody did stays open before it is let go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from careplay.frozen import dataclass
from careplay.model.rules import Verb

AT_ONCE, LATER = 0, 14
"""So many days after its day: a greeting a day late is none, a visit still is one."""

DAYS_OPEN: Mapping[Verb, int] = MappingProxyType(
    {
        Verb.MESSAGE: AT_ONCE,
        Verb.SURVEY: AT_ONCE,
        Verb.INVITE: AT_ONCE,
        Verb.CALL: LATER,
        Verb.VISIT: LATER,
        Verb.TASK: LATER,
        Verb.GIFT: LATER,
        Verb.ESCALATE: LATER,
    }
)
"""Of an action of a rule; a step of a case and an item of a stay are never let go."""


@dataclass(frozen=True, slots=True)
class LettingGo:
    """What a run lets go: what was open by the end of the last run's day, and is no more.

    So each is told once, and of what was let go before days were told of it nothing is.
    """

    since: date
    """The day of the last run."""
    day: date

    def is_over_since(self, verb: str, to_be_done: date) -> bool:
        """Whether an action that is to be done on a day was open then, and is not now."""
        last = to_be_done + timedelta(days=DAYS_OPEN[Verb(verb)])
        return self.since <= last < self.day
