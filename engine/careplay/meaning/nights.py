"""Where a guest is on a day of his stay, and on which floor his room is."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from careplay.meaning.events import date_of
from careplay.meaning.truth import Row
from careplay.model.receptions import Reception

_LAST_NUMBER = re.compile(r"([0-9]+)[^0-9]*\Z")
ROOMS_OF_A_FLOOR = 2
"""So many digits of a room's number tell it from others of its floor."""


class StayDay(StrEnum):
    """What a day is to a stay, in the order in which lists of rooms have it."""

    ARRIVES = "arrives"
    STAYS = "stays"
    DEPARTS = "departs"


def day_of_stay(reception: Reception, stay: Row, day: date) -> StayDay | None:
    """What the day is to the stay; None where the guest is not here, or it is cancelled.

    Of a stay whose departure is not known nothing is known behind the day of arrival.
    """
    first, last = date_of(stay[reception.arrival]), date_of(stay[reception.departure])
    if stay["cancelled"] or first is None or day < first:
        return None
    if day == first:
        return StayDay.ARRIVES
    if last is None or day > last:
        return None
    return StayDay.DEPARTS if day == last else StayDay.STAYS


def floor_of(reception: Reception, stay: Row) -> str:
    """The floor: what the stay says, else the room's number without its last two digits.

    "" where neither tells it.
    """
    if reception.floor:
        return str(stay.get(reception.floor) or "")
    found = _LAST_NUMBER.search(str(stay.get(reception.room) or ""))
    return found[1][:-ROOMS_OF_A_FLOOR] if found else ""
