"""What a text holds while its events come in: containers being filled, faults found."""

from __future__ import annotations

import dataclasses
from typing import Any

import yaml

from careplay.frozen import dataclass
from careplay.reading.document import NO_KEY, SPOT, Extent, PlaceTree, Spot, Value


@dataclass(frozen=True, slots=True)
class ParseFault:
    """A fault at a place of the text that was parsed."""

    place: Extent
    code: str
    message: str


@dataclasses.dataclass(slots=True)
class Composed:
    """What a text holds, up to where it stops being YAML (``broken``)."""

    value: Value = None
    places: PlaceTree | None = None
    found: list[ParseFault] = dataclasses.field(default_factory=list)
    odd_keys: list[Extent] = dataclasses.field(default_factory=list)
    """Where a key starts or ends with what looks like a dash or a space."""
    broken: yaml.MarkedYAMLError | None = None
    stopped: bool = False
    """The whole file is unusable, for a fault that was found."""


class OpenContainer:
    """A mapping or list that is being filled."""

    __slots__ = (
        "anchor",
        "below",
        "dropped",
        "end",
        "flow",
        "key",
        "key_place",
        "keyed",
        "start",
        "value",
    )

    def __init__(
        self,
        value: Any,
        start: Spot,
        anchor: str | None = None,
        *,
        flow: bool = False,
    ) -> None:
        self.value, self.anchor, self.flow = value, anchor, flow
        self.below: dict[str | int, PlaceTree] = {}
        self.start = self.end = start
        """Where it starts, and so far ends: behind what was put into it last."""
        self.keyed = isinstance(value, dict)
        self.key: str | None = None
        self.key_place = NO_KEY
        self.dropped = False

    def put(self, value: Value, place: PlaceTree) -> None:
        """Add a value under the key that was read, or at the end of the list."""
        self.end = place[0] & SPOT
        if not self.keyed:
            self.below[len(self.value)] = place
            self.value.append(value)
            return
        if not self.dropped:
            self.below[self.key or ""] = place
            self.value[self.key or ""] = value
        self.key, self.key_place, self.dropped = None, NO_KEY, False
