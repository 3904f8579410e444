"""The cases of a business as of a day, from its data."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from careplay.diagnostics import did_you_mean
from careplay.faults import NothingToRunError
from careplay.frozen import dataclass
from careplay.meaning.clock import clock_of
from careplay.meaning.open_cases import Standing, standing
from careplay.meaning.owners import Staff
from careplay.sources.connecting import connect
from careplay.sources.loading import load
from careplay.sources.rows import histories

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.held import MemoryTable


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases are wanted, all that are open unless told, and of which data."""

    flow: str | None = None
    case: str | None = None
    """Only the one of this name, open or not."""
    customers: str | MemoryTable | None = None
    events: str | MemoryTable | None = None
    staff: str | MemoryTable | None = None


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
    returns: int = 0
    """How often it went back."""
    waiting: str | None = None
    """The pause that it is in, while the clock stands still."""
    role: str | None = None
    """Who does the step; None where the case has ended."""
    owner: str | None = None
    """The id of the person found for the role."""
    owner_name: str | None = None
    version: int | None = None
    """The version of the flow that it goes by."""
    business: Business | None = field(default=None, repr=False, compare=False)
    standing: Standing | None = field(default=None, repr=False, compare=False)

    @property
    def open(self) -> bool:
        """Whether it has begun and not ended."""
        return self.step is not None and self.ended_at is None

    def history(self) -> tuple[str, ...]:
        """Its events one by one, and how its deadlines were counted, line by line."""
        from careplay.outputs import case_history  # noqa: PLC0415 - of one case only

        if self.business is None or self.standing is None:
            return ()
        return tuple(case_history.lines(self.business, self.standing))


def cases(business: Business, day: date, asked: CaseQuery) -> tuple[Case, ...]:
    """The cases that are asked for."""
    if asked.flow is not None and asked.flow not in business.flows:
        near = did_you_mean(asked.flow, business.flows, "flows")
        message = f'no flow "{asked.flow}" in {business.name}{near}'
        raise NothingToRunError(message)
    names = business.flows if asked.flow is None else (asked.flow,)
    loaded = load(
        business,
        customers=asked.customers,
        events=asked.events,
        staff=asked.staff,
        connection=connect(),
    )
    clock, staff = clock_of(business, day), Staff(business.roles, loaded.people, day)
    found = [
        _case(business, case)
        for flow in map(business.flows.__getitem__, names)
        for case in standing(business, flow, histories(loaded, flow.types(), day), clock, staff)
    ]
    if asked.case is None:
        return tuple(each for each in found if each.open)
    named = tuple(each for each in found if each.ref == asked.case)
    if not named:
        message = f'no case "{asked.case}" in {business.name} up to {day}; is the name right?'
        raise NothingToRunError(message)
    return named


def _case(business: Business, case: Standing) -> Case:
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
        returns=told.get("returns") or 0,
        waiting=told.get("waiting"),
        role=case.role or None,
        owner=case.owner,
        owner_name=case.name or None,
        version=told.get("version"),
        business=business,
        standing=case,
    )
