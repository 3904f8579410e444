"""What the limits ask of every customer: never, consents, modes, and whom they prefer.

``plain/holds.py`` asks one customer after the other instead: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.meaning.clock import Clock
from careplay.model.conditions import Compare, NoneOf, Operator
from careplay.model.limits import Hold, Limits
from careplay.model.types import Types
from careplay.planning.conditions import in_flat_literals
from careplay.planning.steps import Holding


def holdings(limits: Limits, types: Types, clock: Clock) -> tuple[Holding, ...]:
    """Each name under which a customer's actions may be held back, and where it does."""
    found = (
        *_never(limits, types, clock),
        *_consents(limits),
        *_modes(limits, types, clock),
        *_preferred(limits),
    )
    return tuple(dict.fromkeys(found))


def _never(limits: Limits, types: Types, clock: Clock) -> Iterator[Holding]:
    for each in limits.never:
        yield Holding(Hold.NEVER, each.name, in_flat_literals(each.condition, types, clock))


def _consents(limits: Limits) -> Iterator[Holding]:
    """A consent holds back where it is not true: false and missing are alike."""
    for consent in limits.consents:
        given = Compare(consent.fact, Operator.EQUAL, value=True)
        yield Holding(Hold.CONSENT, consent.fact, NoneOf((given,)))


def _modes(limits: Limits, types: Types, clock: Clock) -> Iterator[Holding]:
    for mode in limits.modes:
        yield Holding(Hold.MODE, mode.name, in_flat_literals(mode.condition, types, clock))


def _preferred(limits: Limits) -> Iterator[Holding]:
    if limits.prefer:
        preferred = Compare(limits.prefer, Operator.EQUAL, value=True)
        yield Holding(Hold.PREFER, limits.prefer, preferred)
