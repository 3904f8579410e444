"""A list of stays: who comes in a week, or who is in which room, as every writer takes it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from careplay.frozen import dataclass

LATER = "later"


class StaysOf(StrEnum):
    """What a list of stays is of; also what tells its file from others."""

    WEEK = "week"
    ROOMS = "rooms"


@dataclass(frozen=True, slots=True)
class StayTask:
    """An item of the reception, in words."""

    title: str
    who: str
    when: str
    """By when it is to be done; empty where it is done, or was not told yet."""
    code: str
    state: str
    """``open``, ``done``, ``refused``, or ``later`` where it was not told yet."""
    is_late: bool = False
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay, as it may be shown to whoever reads the list."""

    customer: str
    name: str
    level: str
    """Empty where the guest has no reception."""
    why: str
    """Why he has the level."""
    room: str
    day: str
    """What the day is to the stay, in words; of a week empty."""
    leaves: str
    """Until when he stays."""
    sleeps: bool
    """Whether the bed is to be turned down tonight."""
    receives: str
    """Who receives him; of rooms empty."""
    marks: tuple[str, ...] = ()
    """What makes him special, in words."""
    tasks: tuple[StayTask, ...] = ()

    @property
    def told(self) -> tuple[StayTask, ...]:
        """The tasks that were told."""
        return tuple(each for each in self.tasks if each.state != LATER)

    @property
    def later(self) -> tuple[StayTask, ...]:
        """Those that were not told yet."""
        return tuple(each for each in self.tasks if each.state == LATER)


@dataclass(frozen=True, slots=True)
class StayGroup:
    """The stays of a day, or of a floor."""

    title: str
    lines: tuple[StayLine, ...]


@dataclass(frozen=True, slots=True)
class StayList:
    """The stays of a business: of the week that begins with a day, or in its rooms that day."""

    business_id: str
    business: str
    language: str
    date: dt.date
    of: StaysOf
    whose: str
    """The person, role or store for whom it is; empty: for everybody."""
    groups: tuple[StayGroup, ...]

    @property
    def name(self) -> str:
        """What tells its file from others of the day."""
        return str(self.of)

    @property
    def lines(self) -> tuple[StayLine, ...]:
        """All stays, in order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def specials(self) -> tuple[StayLine, ...]:
        """A stay of each customer who has marks, in order."""
        found = {each.customer: each for each in reversed(self.lines) if each.marks}
        return tuple(reversed(found.values()))

    def written(self, form: str = "html") -> bytes:
        """The list in a form of ``careplay.BOARDS``, in UTF-8; OutputError of any other."""
        from careplay.outputs import stays  # noqa: PLC0415 - Jinja is asked for by one form

        return stays.written(self, form)
