"""The cases of a business as of a day, from its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.diagnostics import did_you_mean
from careplay.faults import NothingToRunError
from careplay.frozen import dataclass
from careplay.meaning.approving import with_approvers
from careplay.meaning.clock import clock_of
from careplay.meaning.open_cases import standing_cases
from careplay.meaning.owners import Staff
from careplay.outputs.case import Case, case_of
from careplay.pipeline.recorded import rows_recorded
from careplay.pipeline.whose import named
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.sources.recording import recorded_by
from careplay.sources.rows import customer_histories

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.held import MemoryTable
    from careplay.sources.loaded import Loaded


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases are wanted, all that are open unless told, and of which data."""

    flow: str | None = None
    case: str | None = None
    """Only the one of this name, open or not."""
    customers: str | MemoryTable | None = None
    events: str | MemoryTable | None = None
    staff: str | MemoryTable | None = None
    out: Path | None = None
    """The folder that days are kept in, and records beside them; None: nowhere."""
    whose: str | None = None
    """Only those whose step is a person's, by id or name, a role's or a store's."""


def cases(business: Business, day: date, asked: CaseQuery) -> tuple[Case, ...]:
    """The cases that are asked for."""
    if asked.flow is not None and asked.flow not in business.flows:
        near = did_you_mean(asked.flow, business.flows, "flows")
        message = f'no flow "{asked.flow}" in {business.name}{near}'
        raise NothingToRunError(message)
    names = business.flows if asked.flow is None else (asked.flow,)
    loaded = load_tables(
        business,
        customers=asked.customers,
        events=asked.events,
        staff=asked.staff,
        connection=connect(business.bounds),
        recorded=rows_recorded(business, asked.out),
    )
    loaded = recorded_by(loaded, day)
    found = [*cases_in(business, day, loaded, names)]
    if asked.whose is not None:
        who = named(business, loaded.people, asked.whose, (each.owner or "" for each in found))
        found = [each for each in found if each.owner in who.persons or each.role in who.roles]
    if asked.case is None:
        return tuple(each for each in found if each.open)
    of_name = tuple(each for each in found if each.ref == asked.case)
    if not of_name:
        message = f'no case "{asked.case}" in {business.name} up to {day}; is the name right?'
        raise NothingToRunError(message)
    return of_name


def cases_in(
    business: Business, day: date, loaded: Loaded, names: Iterable[str]
) -> Iterator[Case]:
    """The cases of these flows, open or not, in tables as of the day."""
    known = with_approvers(business, loaded.people)
    clock, staff = clock_of(known, day), Staff(known.roles, loaded.people, day)
    for flow in map(known.flows.__getitem__, names):
        histories = customer_histories(loaded, flow.types(), day)
        for case in standing_cases(known, flow, histories, clock, staff):
            yield case_of(known, case)
