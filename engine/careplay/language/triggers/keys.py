"""The keys of ``when:`` and what is written for each: the words of a trigger.

The schema of editors is made of this table and of the forms; the parser reads the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum, auto

from careplay.frozen import dataclass
from careplay.model.triggers import Direction, LeapDay, LeapMonth, Period, ShortMonth

SPANS = ("days", "working_days", "weeks", "months", "years")


class Holds(Enum):
    """What is written for a key."""

    DATE = auto()
    """The name of a date: a fact, an event type, or one of its attributes."""
    EVENT = auto()
    SEGMENT = auto()
    FACT = auto()
    WHERE = auto()
    """What is asked of an event's attributes."""
    DATE_OR_SPAN = auto()
    SPAN = auto()
    """A number and a unit: ``30 days``."""
    AMOUNT = auto()
    """A number from 0 up, or a parameter."""
    TIMES = auto()
    """A number from 1 up."""
    NAMES = auto()
    """One name or several."""
    LEVELS = auto()
    """One number or parameter, or several."""
    DAY = auto()
    """A day of a period: ``first saturday``, ``15``."""
    WORD = auto()
    """One of the words of an enumeration."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what is written for it, and what that says."""

    holds: Holds
    says: str = ""
    examples: tuple[object, ...] = ()
    words: type[StrEnum] | None = None


_DATE = "a date: a fact, an event type, or event type.attribute."
_AMOUNT = (7, "$callback_days")

KEYS: Mapping[str, Key] = {
    "anniversary": Key(Holds.DATE, f"Every year on the day of {_DATE}"),
    "after": Key(Holds.DATE, f"So long after {_DATE}"),
    "before": Key(
        Holds.DATE_OR_SPAN,
        "So long before a date (a trigger of its own, with days), or how long before the day"
        " (1 day).",
        ("booking.arrival", "1 day"),
    ),
    "absent": Key(Holds.EVENT, "No such event for so long."),
    "event": Key(Holds.EVENT, "As the event happens."),
    "holiday": Key(
        Holds.NAMES, "One of these holidays.", ("spring_festival", ["spring_festival"])
    ),
    "solar_term": Key(
        Holds.NAMES, "One of these solar terms.", ("start_of_winter", ["start_of_winter"])
    ),
    "every": Key(Holds.WORD, "Once in each.", words=Period),
    "enters": Key(Holds.SEGMENT, "As the customer comes into the segment."),
    "leaves": Key(Holds.SEGMENT, "As the customer falls out of the segment."),
    "crosses": Key(Holds.FACT, "As the number passes a level."),
    **{key: Key(Holds.AMOUNT, f"How many {key.replace('_', ' ')}.", _AMOUNT) for key in SPANS},
    "where": Key(Holds.WHERE),
    "leap_day": Key(Holds.WORD, "When 29 February is kept in a common year.", words=LeapDay),
    "leap_month": Key(
        Holds.WORD,
        "When a date in a lunar leap month is kept, in a year that has that leap month.",
        words=LeapMonth,
    ),
    "short_month": Key(
        Holds.WORD,
        "When the 30th of a lunar month is kept, in a month of 29 days.",
        words=ShortMonth,
    ),
    "again": Key(Holds.SPAN, "After how long to look once more.", ("30 days",)),
    "times": Key(Holds.TIMES, "How often to look once more, at most.", (3,)),
    "on": Key(Holds.DAY, "Which day of the period.", ("first saturday", 15)),
    Direction.REACHES: Key(
        Holds.LEVELS, "The level, or levels, the number comes up to.", (10000, [5000, 10000])
    ),
    Direction.FALLS_BELOW: Key(
        Holds.LEVELS, "The level, or levels, the number sinks below.", (100,)
    ),
}
"""In the order in which editors offer them."""
