"""Who may approve: roles, written as the people who have them on the day of the run.

Whoever has the role in the staff table may, absent or not: an approval outlives a holiday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from careplay.model.business import Business, Person
from careplay.model.conditions import AllOf, Condition, NoneOf, OneOf
from careplay.model.flows import Flow, Step, Version
from careplay.model.receptions import Reception


def with_approvers(business: Business, people: Iterable[Person]) -> Business:
    """The business, its flows and receptions knowing by whom they may be approved."""
    staff = tuple(people)
    flows = {name: _flow(each, staff) for name, each in business.flows.items()}
    receptions = {name: _reception(each, staff) for name, each in business.receptions.items()}
    if flows == business.flows and receptions == business.receptions:
        return business
    return replace(business, flows=flows, receptions=receptions)


def _reception(reception: Reception, staff: Iterable[Person]) -> Reception:
    if not reception.approvers:
        return reception
    may = ((level, _having(roles, staff)) for level, roles in reception.approvers)
    return replace(reception, may_approve=tuple(may))


def _flow(flow: Flow, staff: Iterable[Person]) -> Flow:
    if not any(step.approved for version in flow.versions for step in version.steps):
        return flow
    return replace(flow, versions=tuple(_version(each, staff) for each in flow.versions))


def _version(version: Version, staff: Iterable[Person]) -> Version:
    return replace(version, steps=tuple(_step(each, staff) for each in version.steps))


def _step(step: Step, staff: Iterable[Person]) -> Step:
    """The step, with what shows that nobody approved who may."""
    if step.approved is None:
        return step
    lacks: list[Condition] = []
    before: list[Condition] = []
    for asked, roles in step.approved.cells:
        people = _having(roles, staff)
        theirs = (OneOf(step.approved.by, people),) if people else ()
        lacks.append(AllOf((asked, NoneOf(tuple(before)), NoneOf(theirs))))
        before.append(asked)
    return replace(step, lacks=(*step.lacks, *lacks))


def _having(roles: Iterable[str], staff: Iterable[Person]) -> tuple[str, ...]:
    """The people who have one of the roles, in order."""
    asked = frozenset(roles)
    return tuple(sorted({person.id for person in staff if person.role in asked}))
