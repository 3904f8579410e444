"""What told events apart while all types went by the same: a key, or all that they tell.

What only outcomes of actions tell, no rule that waits for other events asks for. So it makes no
odds whether it is among the names: a day goes on by those of the last, though outcomes were
declared since, or are not declared any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from careplay.frozen import dataclass
from careplay.model.actions import ACTION, OUTCOMES, UNTIL
from careplay.model.business import Business, EventType

BY_KEY = "key"
"""What tells events apart where they have a key."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of attributes: of the events that matter, declared, and of outcomes alone."""

    needed: frozenset[str]
    declared: frozenset[str]
    spare: frozenset[str]


def told_apart_by(
    business: Business, asked: Collection[str | None], last: str | None = None
) -> str:
    """``key``, or the names of attributes with commas between; ``last``: those of the last run.

    ``asked`` are the event types that matter.
    """
    if BY_KEY in business.events.columns:
        return BY_KEY
    names = _names(business, asked)
    if last is not None and names.needed <= {*listed_in(last)} <= names.needed | names.spare:
        return last
    return ",".join(sorted(names.declared))


def listed_in(by: str) -> list[str]:
    """The names, one by one."""
    return by.split(",") if by else []


def told_by_events(business: Business) -> frozenset[str]:
    """The names of all that events tell, and of their key."""
    return _attributes(_in_data(business)) | {BY_KEY}


def _names(business: Business, asked: Collection[str | None]) -> _Names:
    types = [*_in_data(business)]
    silent = [each for each in types if each.name in OUTCOMES and each.name not in asked]
    needed = _attributes(each for each in types if each not in silent)
    declared = {
        name for each in types for name, told in each.attributes.items() if not told.undeclared
    }
    return _Names(needed, needed | declared, _attributes(silent) | {ACTION, UNTIL})


def _attributes(types: Iterable[EventType]) -> frozenset[str]:
    return frozenset(name for each in types for name in each.attributes)


def _in_data(business: Business) -> Iterator[EventType]:
    return (each for each in business.event_types.values() if not each.record)
