"""How long work that nobody did stays open before it is let go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from careplay.frozen import dataclass
from careplay.meaning.lasting import OPEN_FOR
from careplay.model.rules import Verb

if TYPE_CHECKING:
    from careplay.model.business import Business

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


LONGEST = OPEN_FOR.days
"""No action is open longer: so long it may be taken back."""


@dataclass(frozen=True, slots=True)
class DaysOpen:
    """So many days after its day an action of a rule is open: by rule, category and verb.

    The first that says it counts; ``rules`` and ``categories`` are those of ``undone:``.
    """

    rules: tuple[tuple[str, int], ...] = ()
    categories: tuple[tuple[str, int], ...] = ()

    @property
    def longest(self) -> int:
        """No action is open for more days after its day."""
        return max(LATER, *(days for _, days in (*self.rules, *self.categories)), 0)

    def own(self, rule: str, category: str) -> int | None:
        """What ``undone:`` says of the action; None where it says nothing."""
        return dict(self.rules).get(rule, dict(self.categories).get(category))


def days_open(business: Business) -> DaysOpen:
    """How long the business's work is open."""
    own = ((rule.id, rule.let_go) for rule in business.rules)
    return DaysOpen(
        tuple((name, days) for name, days in own if days is not None),
        tuple(sorted(business.let_go.items())),
    )


@dataclass(frozen=True, slots=True)
class LettingGo:
    """What a run lets go: what was open by the end of the last run's day, and is no more.

    So each is told once, and of what was let go before days were told of it nothing is. Where
    ``undone:`` says how long, that may be shorter since the last run: of what was to be done
    no longer than ``LONGEST`` before that day, what was not told to be let go is told then.
    """

    since: date
    """The day of the last run."""
    day: date
    days: DaysOpen

    def is_over_since(self, row: Mapping[str, Any], to_be_done: date) -> bool:
        """Whether an action that is to be done on a day was open then, and is not now."""
        own = self.days.own(row["rule"], row["category"])
        days = DAYS_OPEN[Verb(row["verb"])] if own is None else own
        open_then = to_be_done + timedelta(days=days if own is None else LONGEST)
        return open_then >= self.since and to_be_done + timedelta(days=days) < self.day
