"""What a text holds while its events come in: containers being filled, faults found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from careplay.reading.document import NO_KEY, Mark, Place, Spot, Value


@dataclass(frozen=True, slots=True)
class Found:
    """A fault at a mark of the text that was parsed."""

    mark: Mark
    code: str
    message: str


@dataclass(slots=True)
class Built:
    """What a text holds, up to where it stops being YAML (``broken``)."""

    value: Value = None
    places: Place | None = None
    found: list[Found] = field(default_factory=list)
    odd_keys: list[Mark] = field(default_factory=list)
    """Where a key starts or ends with what looks like a dash or a space."""
    broken: yaml.MarkedYAMLError | None = None
    stopped: bool = False
    """The whole file is unusable, for a fault that was found."""


class Open:
    """A mapping or list that is being filled."""

    __slots__ = (
        "anchor",
        "below",
        "dropped",
        "flow",
        "key",
        "key_spot",
        "keyed",
        "place",
        "value",
    )

    def __init__(
        self,
        value: Any,
        start: Spot,
        key: Spot,
        anchor: str | None = None,
        *,
        flow: bool = False,
    ) -> None:
        self.value, self.anchor, self.flow = value, anchor, flow
        self.below: dict[str | int, Place] = {}
        self.place: Place = (start, key, self.below)
        self.keyed = isinstance(value, dict)
        self.key: str | None = None
        self.key_spot = NO_KEY
        self.dropped = False

    def put(self, value: Value, place: Place) -> None:
        """Add a value under the key that was read, or at the end of the list."""
        if not self.keyed:
            self.below[len(self.value)] = place
            self.value.append(value)
            return
        if not self.dropped:
            self.below[self.key or ""] = place
            self.value[self.key or ""] = value
        self.key, self.key_spot, self.dropped = None, NO_KEY, False
