"""How long work that nobody did stays open before it is let go."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
