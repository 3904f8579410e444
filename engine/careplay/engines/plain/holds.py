"""What holds of each customer, as far as limits ask: consents wanting, modes, preference."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.meaning.clock import Clock
from careplay.meaning.truth import Row, truth
from careplay.model.limits import Hold, Limits


def active_holds(limits: Limits, facts: Row, clock: Clock) -> Iterator[tuple[Hold, str]]:
    """Each that holds, by kind and name."""
    for name in dict.fromkeys(consent.fact for consent in limits.consents):
        if facts.get(name) is not True:
            yield Hold.CONSENT, name
    for mode in limits.modes:
        if truth(mode.condition, facts, clock) is True:
            yield Hold.MODE, mode.name
    if limits.prefer and facts.get(limits.prefer) is True:
        yield Hold.PREFER, limits.prefer
