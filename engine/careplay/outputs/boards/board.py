"""A board: the open cases of a business of a day by step, as every writer takes it."""

from __future__ import annotations

import datetime as dt

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class BoardCase:
    """A case, in words."""

    customer: str
    ref: str
    since: str
    """When it came to its step."""
    due: str
    """By when the step is to be done; empty where there is no deadline, or the clock stands."""
    left: str
    """How much time is left, how long it is late, or the pause that it is in."""
    goal: str
    """By when the whole case is to be done; empty where it has no such deadline."""
    who: str
    is_late: bool
    """Whether the deadline of the step or of the whole has passed."""
    counting: tuple[str, ...]
    """How the deadlines were counted, line by line."""


@dataclass(frozen=True, slots=True)
class BoardStep:
    """The cases that stand at a step: those that are late first, then by deadline."""

    title: str
    cases: tuple[BoardCase, ...]

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(each.is_late for each in self.cases)


@dataclass(frozen=True, slots=True)
class BoardFlow:
    """The steps of a flow at which something stands, in the order in which they are done."""

    label: str
    steps: tuple[BoardStep, ...]

    @property
    def cases(self) -> int:
        """How many cases are open."""
        return sum(len(each.cases) for each in self.steps)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(each.late for each in self.steps)


@dataclass(frozen=True, slots=True)
class CaseBoard:
    """The open cases of a business at the end of a day."""

    business_id: str
    business: str
    language: str
    date: dt.date
    whose: str
    """The person, the role or the store whose cases they are alone; empty: everybody's."""
    flows: tuple[BoardFlow, ...]
    """Those with something late first, then as the business has them."""
    notes: tuple[str, ...] = ()
    """What was assumed."""

    @property
    def name(self) -> str:
        """What tells its file from others of the day."""
        return "board"

    @property
    def cases(self) -> int:
        """How many cases are open."""
        return sum(each.cases for each in self.flows)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(each.late for each in self.flows)

    def written(self, form: str = "html") -> bytes:
        """The board in a form of ``careplay.BOARDS``, in UTF-8; OutputError of any other."""
        from careplay.outputs import boards  # noqa: PLC0415 - Jinja is asked for by one form

        return boards.written(self, form)
