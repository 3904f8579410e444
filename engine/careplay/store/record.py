"""One thing that somebody recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """What was recorded, by whom, and when it was entered."""

    type: str
    """The event type; of what is no event ``HANDED_OVER`` and its like."""
    entered: str
    """The moment of entry as the clocks of the business show it, with seconds; in an hour that
    came twice with its offset."""
    at: str
    """When it happened, likewise."""
    customer: str = ""
    """His key; empty where it is of the business or of a store."""
    action: str = ""
    """The id of the action that it is of."""
    of: Mapping[str, Any] = field(default_factory=dict)
    """What the action was told as: a day that is run again may tell it no more."""
    told: Mapping[str, str] = field(default_factory=dict)
    """The attributes of its event, in text, each as a table would have it."""
    besides: Mapping[str, str] = field(default_factory=dict)
    """What else was answered, which no attribute of the event is for."""
    by: str = ""
    """Who recorded it."""
    sheet: str = ""
    """The name of the sheet that it was read from; empty where it was typed."""
    corrects: int | None = None
    """The number of the first record that it stands for."""
    number: int = 0
    """Given when it is written, from 1 on."""

    @property
    def root(self) -> int:
        """The number by which its event is known, however often it was corrected."""
        return self.corrects or self.number

    def says_the_same(self, other: StoredRecord) -> bool:
        """Whether both tell the same of the same, whoever entered it, and when."""
        mine, others = (
            (each.type, each.customer, each.action, dict(each.told), dict(each.besides))
            for each in (self, other)
        )
        return mine == others


HANDED_OVER, APPROVED, DECLINED = "#handed_over", "#approved", "#declined"
"""Types of records that are no events; no name of a business begins with #."""
