"""By which ways a customer may be reached: the docstring of Channel, carried out."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.frozen import dataclass
from careplay.meaning.truth import Row
from careplay.model.business import Channel
from careplay.model.limits import lacking
from careplay.model.rules import Action


@dataclass(frozen=True, slots=True)
class Reach:
    """The ways that can be used, in order of preference; or the consent wanting for any."""

    usable: tuple[str, ...]
    first: str | None
    """The channel of the action; where only consent is wanting, the one it would have been."""
    held_by: str | None = None


def reach(action: Action, channels: Mapping[str, Channel], facts: Row) -> Reach:
    """How an action reaches a customer; an action without channels needs none."""
    ways = [name for name in action.channels if _open(channels[name], facts)]
    usable = tuple(name for name in ways if _allowed(channels[name], facts))
    if usable or not ways:
        return Reach(usable, usable[0] if usable else None)
    return Reach((), ways[0], lacking(channels[ways[0]].consent or ""))


def _open(channel: Channel, facts: Row) -> bool:
    return channel.needs is None or facts.get(channel.needs) is not None


def _allowed(channel: Channel, facts: Row) -> bool:
    return channel.consent is None or facts.get(channel.consent) is True
