"""A stay with all that lists of stays tell of it, before anything is masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from careplay.frozen import dataclass
from careplay.model.receptions import Reception
from careplay.model.types import Scalar


@dataclass(frozen=True, slots=True)
class StayItem:
    """An item of the reception as a stay was told it; not yet where there is no ``state``."""

    item: str
    title: str
    role: str
    owner: str | None = None
    code: str = ""
    due_at: dt.datetime | None = None
    checklist: tuple[str, ...] = ()
    state: str = ""
    """``open``, ``done`` or ``refused``."""
    due_on: dt.date | None = None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class GuestStay:
    """A stay as of a day."""

    reception: Reception
    stay: Mapping[str, Scalar | None]
    """Its record."""
    level: str
    """The guest's level for this stay, the higher where it was raised; "" where he has none."""
    own: str
    """The level that he has by himself."""
    because: Mapping[str, str | None]
    """The facts by which he has it, as a reason tells them."""
    facts: Mapping[str, Scalar | None]
    """How he is called, and what makes him special: declared facts, whole."""
    items: tuple[StayItem, ...] = ()
    """What was told of it, then what was not told yet."""

    @property
    def customer(self) -> str:
        """Whose stay it is."""
        return str(self.stay["customer_id"])
