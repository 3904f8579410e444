"""A case as of the end of a day: what tables, programs and people are told of it."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from careplay.frozen import dataclass

if TYPE_CHECKING:
    from careplay.meaning.open_cases import StandingCase
    from careplay.model.business import Business


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a flow as of the end of a day; what it does not have is None.

    Moments are those of the business's timezone, without one of their own.
    """

    flow: str
    customer: str
    """The customer's key, as a text."""
    ref: str
    """What tells this case from others of the customer and the flow."""
    step: str | None = None
    """Where it stands; None where the case never began."""
    step_title: str | None = None
    entered_at: datetime | None = None
    """When it came to this step."""
    step_due: datetime | None = None
    """By when the step is to be done."""
    goal_due: datetime | None = None
    """By when the whole case is to reach its goal."""
    ended_at: datetime | None = None
    left: timedelta | None = None
    """From the end of the day to ``step_due``; below nought where the case is late."""
    returns: int | None = None
    """How often it came to a step once more."""
    sent_back: int | None = None
    """How often that was an earlier one."""
    waiting: str | None = None
    """The pause that it is in, while the clock stands still."""
    role: str | None = None
    """Who does the step; None where the case has ended."""
    owner: str | None = None
    """The id of the person found for the role."""
    owner_name: str | None = None
    version: int | None = None
    """The version of the flow that it goes by."""
    assumed: tuple[int, ...] = ()
    """The years without published working days that its deadlines were counted in."""
    _told: tuple[Business, StandingCase] | None = field(default=None, repr=False, compare=False)
    """What its history is told from."""

    @property
    def open(self) -> bool:
        """Whether it has begun and not ended."""
        return self.step is not None and self.ended_at is None

    def history(self) -> tuple[str, ...]:
        """Its events one by one, and how its deadlines were counted, line by line."""
        from careplay.outputs import case_history  # noqa: PLC0415 - of one case only

        return () if self._told is None else tuple(case_history.history_lines(*self._told))

    def counting(self) -> tuple[str, ...]:
        """How the deadlines of its step and of its goal were counted, line by line."""
        from careplay.outputs import case_history  # noqa: PLC0415 - of boards only

        if self._told is None or not self.open:
            return ()
        return tuple(case_history.counting_lines(*self._told))


def case_of(business: Business, case: StandingCase) -> Case:
    """What is told of the case."""
    told: dict[str, Any] = dict(case.record)
    return Case(
        flow=case.history.way.flow.name,
        customer=case.customer,
        ref=str(case.history.ref),
        step=told.get("step"),
        step_title=told.get("step_title"),
        entered_at=told.get("entered_at"),
        step_due=told.get("step_due"),
        goal_due=told.get("goal_due"),
        ended_at=told.get("ended_at"),
        left=case.left,
        returns=told.get("returns"),
        sent_back=told.get("sent_back"),
        waiting=told.get("waiting"),
        role=case.role or None,
        owner=case.owner,
        owner_name=case.name or None,
        version=told.get("version"),
        assumed=case.assumed,
        _told=(business, case),
    )
