"""What a cell must know of the fact it speaks about, and the names it may speak of."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.frozen import dataclass
from careplay.language.codes import UNKNOWN_ATTRIBUTE, UNKNOWN_FACT
from careplay.model.business import DatedParameter, EventType
from careplay.model.types import Type


@dataclass(frozen=True, slots=True)
class Kind:
    """A type, and the words a choice may be."""

    type: Type
    choices: tuple[str, ...] = ()
    long_ago: bool = False
    """Whether a moment that is missing is longer ago than any."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a condition may ask about, with their kinds."""

    kinds: Mapping[str, Kind | None]
    """None for a name whose own fault hides its type: what is asked of it is not judged."""
    parameters: Mapping[str, DatedParameter]
    noun: str = "fact"
    code: str = UNKNOWN_FACT
    owner: str = ""
    """Whose attributes these are: `` of event type "purchase"``."""


def of_event(event: EventType, parameters: Mapping[str, DatedParameter]) -> Vocabulary:
    """The attributes of an event type."""
    kinds: dict[str, Kind | None] = {
        each.name: Kind(each.type, each.choices) for each in event.attributes.values()
    }
    owner = f' of event type "{event.name}"'
    return Vocabulary(kinds, parameters, "attribute", UNKNOWN_ATTRIBUTE, owner)
